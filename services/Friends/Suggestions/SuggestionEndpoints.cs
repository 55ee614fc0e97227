using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Friends.Suggestions;

internal static class SuggestionEndpoints
{
    public static IEndpointRouteBuilder MapSuggestions(this IEndpointRouteBuilder routes)
    {
        var suggestions = routes.MapGroup("/suggestions")
            .WithTags("Suggestions")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        suggestions.MapGet("/", ListSuggestions.HandleAsync)
            .WithSummary("Suggest people whom the caller may know")
            .WithDescription("Friends of friends, those with most friends in common first. Nobody who would refuse a request, "
                + "who is asked already or whom the caller dismissed.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        suggestions.MapDelete("/{userId:guid}", DismissAsync)
            .WithSummary("Suggest a person no more")
            .WithDescription("Also 204 when the person was not suggested.");

        return routes;
    }

    private static async Task<NoContent> DismissAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        // Only who is known here could be suggested, and nobody fills the table with ids of their own making.
        await using var command = database.CreateCommand(
            """
            INSERT INTO dismissed_suggestions (user_id, dismissed_user_id)
            SELECT @me, user_id FROM people WHERE user_id = @other AND NOT deleted
            ON CONFLICT DO NOTHING
            """);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("other", userId);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}

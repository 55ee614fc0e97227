using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.ServiceDefaults.Acquaintances;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>
/// Tells the other services which people share a conversation that is not public: they belong to the audience "friends of
/// friends" of each other. One statement, however many pairs.
/// </summary>
internal static class TellSharedConversations
{
    public static IEndpointRouteBuilder MapSharedConversations(this IEndpointRouteBuilder routes)
    {
        // Not for clients, so not in their document.
        routes.MapPost("/shared-conversations", HandleAsync).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<Ok<PairsOfPeople>, ProblemHttpResult>> HandleAsync(
        PairsOfPeople asked, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        if (asked.Pairs.Count > PairsOfPeople.MaxAtOnce)
        {
            return Problem.Invalid("pairs", $"At most {PairsOfPeople.MaxAtOnce} pairs at a time.").ToResult();
        }

        await using var command = dataSource.CreateCommand(
            """
            SELECT asked.one, asked.other FROM unnest($1, $2) AS asked (one, other)
            WHERE share_a_conversation(asked.one, asked.other)
            """);
        command.Parameters.Add(new() { Value = asked.Pairs.Select(pair => pair.One).ToArray() });
        command.Parameters.Add(new() { Value = asked.Pairs.Select(pair => pair.Other).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var share = new List<TwoPeople>();
        while (await reader.ReadAsync(cancellationToken))
        {
            share.Add(new(reader.GetGuid(0), reader.GetGuid(1)));
        }

        return TypedResults.Ok(new PairsOfPeople(share));
    }
}

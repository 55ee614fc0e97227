using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Presence.Choosing;
using OneVOne.Presence.Connections;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Status;

/// <summary>
/// Tells the other services who is here, by nobody's privacy: they use it for what they do, such as whom a message to all
/// who are here means, and tell it to nobody. Who is invisible is not here.
/// </summary>
internal static class TellWhoIsOnline
{
    public static IEndpointRouteBuilder MapWhoIsOnline(this IEndpointRouteBuilder routes)
    {
        // Not for clients, so not in their document.
        routes.MapPost("/online", HandleAsync).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<Ok<PeopleIds>, ProblemHttpResult>> HandleAsync(
        PeopleIds asked, PresenceRegister register, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (asked.UserIds.Count > PeopleIds.MaxAtOnce)
        {
            return Problem.Invalid("userIds", $"At most {PeopleIds.MaxAtOnce} people at a time.").ToResult();
        }

        // Without Redis nobody knows, and who asks does without: 503 by the exception.
        var connected = await register.ReadAsync([.. asked.UserIds.Distinct()]);
        var hidden = (await ChosenStatusTable.ReadManyAsync(database, [.. connected.Keys], cancellationToken))
            .Where(row => row.Status.Status == ChosenStatus.Invisible).Select(row => row.UserId).ToHashSet();
        return TypedResults.Ok(new PeopleIds([.. connected.Keys.Where(userId => !hidden.Contains(userId))]));
    }
}

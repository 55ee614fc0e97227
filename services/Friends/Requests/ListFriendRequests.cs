using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Requests;

/// <summary>The waiting requests to a person or of a person, newest first.</summary>
internal static class ListFriendRequests
{
    public static async Task<Results<Ok<Page<FriendRequest>>, ProblemHttpResult>> HandleAsync(
        PageRequest page,
        CurrentUser me,
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string direction = "incoming")
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        string whose;
        switch (direction)
        {
            case "incoming":
                whose = "receiver_id";
                break;
            case "outgoing":
                whose = "requester_id";
                break;
            default:
                return Problem.Invalid("direction", "The direction is incoming or outgoing.").ToResult();
        }

        await using var command = database.CreateCommand(
            $"""
            {Pair.Select}
            WHERE pair.{whose} = @me AND pair.state = 'pending' AND (pair.requested_at, pair.request_id) < {Keyset.Start}
            ORDER BY pair.requested_at DESC, pair.request_id DESC LIMIT @fetch
            """);
        command.Parameters.AddWithValue("me", me.Id);
        if (!command.TryAddKeyset(page))
        {
            return Cursor.Invalid.ToResult();
        }

        var requests = new List<FriendRequest>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            requests.Add(Pair.Read(reader).ToRequest());
        }

        return TypedResults.Ok(Page.Of(requests, page, last => Cursor.Write(last.SentAt, last.Id)));
    }
}

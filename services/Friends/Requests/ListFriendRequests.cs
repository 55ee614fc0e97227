using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Requests;

/// <summary>The waiting requests to a person or of a person, newest first, and how many they are.</summary>
internal static class ListFriendRequests
{
    public static async Task<Results<Ok<CountedPage<FriendRequest>>, ProblemHttpResult>> HandleAsync(
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

        var reading = new NpgsqlBatchCommand(
            $"""
            {Pair.Select}
            WHERE pair.{whose} = @me AND pair.state = 'pending' AND (pair.requested_at, pair.request_id) < {Keyset.Start}
            ORDER BY pair.requested_at DESC, pair.request_id DESC LIMIT @fetch
            """);
        reading.Parameters.AddWithValue("me", me.Id);
        if (!reading.Parameters.TryAddKeyset(page))
        {
            return Cursor.Invalid.ToResult();
        }

        var counting = new NpgsqlBatchCommand($"SELECT count(*) FROM pairs WHERE {whose} = @me AND state = 'pending'");
        counting.Parameters.AddWithValue("me", me.Id);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(counting);
        batch.BatchCommands.Add(reading);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var requests = new List<FriendRequest>();
        while (await reader.ReadAsync(cancellationToken))
        {
            requests.Add(Pair.Read(reader).ToRequest());
        }

        return TypedResults.Ok(Page.Of(requests, page, last => Cursor.Write(last.SentAt, last.Id)).WithTotal(total));
    }
}

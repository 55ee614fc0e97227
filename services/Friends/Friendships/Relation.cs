using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Friends.Friendships;

/// <summary>How a person stands to the caller. Never whether they block the caller.</summary>
/// <param name="Since">When the friendship began.</param>
/// <param name="Request">The request that waits between the two.</param>
/// <param name="BlockedByMe">Whether the caller blocks the person.</param>
/// <param name="Version">
/// Of friends, as events have it, so that a projection can order this answer among them. 0 of others: it would rise with a
/// block that the caller must not learn of.
/// </param>
internal sealed record Relation(
    Guid UserId, bool AreFriends, DateTimeOffset? Since, WaitingRequest? Request, bool BlockedByMe, long Version)
{
    public static async Task<Ok<Relation>> ReadAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT
                friends_since,
                CASE state WHEN 'pending' THEN request_id END,
                requester_id = @me,
                CASE WHEN @me < @other THEN low_blocks_high ELSE high_blocks_low END,
                version
            FROM pairs AS pair WHERE {PairSql.OfBoth}
            """);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("other", userId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return TypedResults.Ok(new Relation(userId, false, null, null, false, 0));
        }

        var since = reader.GetFieldValue<DateTimeOffset?>(0);
        var waiting = reader.GetFieldValue<Guid?>(1) is { } request
            ? new WaitingRequest(request, reader.GetBoolean(2) ? RequestDirection.Outgoing : RequestDirection.Incoming)
            : null;
        return TypedResults.Ok(new Relation(
            userId, since is not null, since, waiting, reader.GetBoolean(3), since is null ? 0 : reader.GetInt64(4)));
    }
}

/// <summary>A request that waits, as its sender (outgoing) or its receiver (incoming) sees it.</summary>
internal sealed record WaitingRequest(Guid Id, RequestDirection Direction);

internal enum RequestDirection
{
    Incoming,
    Outgoing,
}

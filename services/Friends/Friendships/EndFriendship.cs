using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Friendships;

internal static class EndFriendship
{
    private const string End =
        """
        WITH ended AS (
            UPDATE pairs SET state = 'ended', friends_since = NULL, version = version + 1
            WHERE low_user_id = LEAST(@me, @other) AND high_user_id = GREATEST(@me, @other) AND state = 'friends'
            RETURNING *
        )
        INSERT INTO outbox (type, body, traceparent)
        SELECT @event, jsonb_build_object(
            'userId', @me, 'otherUserId', @other, 'endedAt', clock_timestamp(), 'version', version), @traceparent
        FROM ended
        """;

    private static readonly Problem NotFriends =
        Problem.NotFound("friendship.not_found", "The two of you are not friends.");

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(End);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("other", userId);
        command.Parameters.AddWithValue("event", typeof(FriendshipEnded).FullName!);
        command.Parameters.AddWithValue("traceparent", (object?)Activity.Current?.Id ?? DBNull.Value);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? TypedResults.NoContent() : NotFriends.ToResult();
    }
}

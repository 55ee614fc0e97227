using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>Writes the table <c>privacy_settings</c>, in the transaction that is open, and tells the followers.</summary>
internal sealed class PrivacyTable(ServiceDbContext database, IEnumerable<IRelationshipFollower> followers)
{
    // As in RelationshipTable: first a row to lock, which never commits as it is.
    private const string ClaimSql =
        """
        INSERT INTO privacy_settings
            (user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version)
        VALUES ($1, 1, 3, 3, 3, 3, 0)
        ON CONFLICT DO NOTHING
        """;

    private const string WriteSql =
        """
        WITH known AS (SELECT * FROM privacy_settings WHERE user_id = $1 FOR UPDATE)
        UPDATE privacy_settings p
        SET friend_requests = $2, direct_messages = $3, group_invites = $4, game_invites = $5, presence = $6, version = $7,
            changed_at = clock_timestamp()
        FROM known
        WHERE p.user_id = known.user_id AND known.version < $7
        RETURNING known.friend_requests, known.direct_messages, known.group_invites, known.game_invites, known.presence,
            known.version
        """;

    /// <summary>The higher version stays.</summary>
    public async Task WriteAsync(PrivacySettings after, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(after, cancellationToken) is { } before)
        {
            foreach (var follower in followers)
            {
                await follower.PrivacyChangedAsync(before, after, cancellationToken);
            }
        }
    }

    /// <summary>What they were; null when nothing was written.</summary>
    private async Task<PrivacySettings?> ExecuteAsync(PrivacySettings after, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection());
        batch.BatchCommands.Add(new(ClaimSql) { Parameters = { new() { Value = after.UserId } } });
        batch.BatchCommands.Add(new(WriteSql)
        {
            Parameters =
            {
                new() { Value = after.UserId },
                new() { Value = (int)after.FriendRequests },
                new() { Value = (int)after.DirectMessages },
                new() { Value = (int)after.GroupInvites },
                new() { Value = (int)after.GameInvites },
                new() { Value = (int)after.Presence },
                new() { Value = after.Version },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new PrivacySettings(
                after.UserId,
                (Audience)reader.GetInt32(0),
                (Audience)reader.GetInt32(1),
                (Audience)reader.GetInt32(2),
                (Audience)reader.GetInt32(3),
                (Audience)reader.GetInt32(4),
                reader.GetInt64(5))
            : null;
    }
}

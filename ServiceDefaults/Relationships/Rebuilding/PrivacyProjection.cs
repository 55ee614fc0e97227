using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

internal sealed class PrivacyProjection : Projection<PrivacyChanged>
{
    // The rules are those of RelationshipProjection.
    private const string TakeSql =
        """
        WITH page AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
                AS p (user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version)
        ), gone AS (
            DELETE FROM privacy_settings s
            WHERE s.user_id > $8 AND ($9 IS NULL OR s.user_id <= $9) AND s.changed_at < $10
              AND NOT EXISTS (SELECT FROM page p WHERE p.user_id = s.user_id)
            RETURNING s.*
        ), wrong AS (
            SELECT p.*, s.friend_requests AS old_friend_requests, s.direct_messages AS old_direct_messages,
                s.group_invites AS old_group_invites, s.game_invites AS old_game_invites, s.presence AS old_presence,
                s.version AS old_version
            FROM page p LEFT JOIN privacy_settings s ON s.user_id = p.user_id
            WHERE (s.version IS NULL OR s.version < p.version OR s.changed_at < $10)
              AND (s.friend_requests, s.direct_messages, s.group_invites, s.game_invites, s.presence, s.version)
                IS DISTINCT FROM
                (p.friend_requests, p.direct_messages, p.group_invites, p.game_invites, p.presence, p.version)
        ), mended AS (
            INSERT INTO privacy_settings AS s
                (user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version)
            SELECT user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version
            FROM wrong ORDER BY user_id
            ON CONFLICT (user_id) DO UPDATE
            SET friend_requests = EXCLUDED.friend_requests, direct_messages = EXCLUDED.direct_messages,
                group_invites = EXCLUDED.group_invites, game_invites = EXCLUDED.game_invites,
                presence = EXCLUDED.presence, version = EXCLUDED.version, changed_at = clock_timestamp()
            WHERE s.version < EXCLUDED.version OR s.changed_at < $10
            RETURNING s.user_id
        )
        SELECT user_id,
            old_friend_requests, old_direct_messages, old_group_invites, old_game_invites, old_presence, old_version,
            friend_requests, direct_messages, group_invites, game_invites, presence, version
        FROM wrong WHERE user_id IN (SELECT user_id FROM mended)
        UNION ALL
        SELECT user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version,
            NULL, NULL, NULL, NULL, NULL, NULL
        FROM gone
        """;

    public override string Name => "privacy";

    protected override (string Table, string Columns) Compared => (
        "privacy_settings", "user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version");

    public override async Task<int> TakeAsync(
        IServiceProvider services,
        IReadOnlyList<PrivacyChanged> page,
        PrivacyChanged? previous,
        bool isLast,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<ServiceDbContext>().Database;
        var changes = new List<(PrivacySettings Before, PrivacySettings After)>();
        await using (var command = new NpgsqlCommand(TakeSql, (NpgsqlConnection)database.GetDbConnection()))
        {
            command.Parameters.Add(new() { Value = page.Select(row => row.UserId).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => (int)row.FriendRequests).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => (int)row.DirectMessages).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => (int)row.GroupInvites).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => (int)row.GameInvites).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => (int)row.Presence).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.Version).ToArray() });
            command.Parameters.Add(new() { Value = previous?.UserId ?? Guid.Empty });
            command.Parameters.Add(new()
            {
                Value = isLast ? DBNull.Value : page[^1].UserId,
                NpgsqlDbType = NpgsqlDbType.Uuid,
            });
            command.Parameters.Add(new() { Value = since });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                changes.Add((Read(reader, 1), Read(reader, 7)));
            }
        }

        foreach (var follower in services.GetServices<IRelationshipFollower>())
        {
            foreach (var (before, after) in changes)
            {
                await follower.PrivacyChangedAsync(before, after, cancellationToken);
            }
        }

        return changes.Count;
    }

    private static PrivacySettings Read(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? PrivacySettings.DefaultsOf(row.GetGuid(0))
        : new PrivacySettings(
            row.GetGuid(0),
            (Audience)row.GetInt32(first),
            (Audience)row.GetInt32(first + 1),
            (Audience)row.GetInt32(first + 2),
            (Audience)row.GetInt32(first + 3),
            (Audience)row.GetInt32(first + 4),
            row.GetInt64(first + 5));
}

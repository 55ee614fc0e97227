using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

internal sealed class RelationshipProjection : Projection<RelationshipChanged>
{
    // What was written here after the rebuild began may be newer than the page, so there the higher version counts. All
    // else was known to the owner when it wrote the page: there the page counts, whatever version stands here.
    private const string TakeSql =
        """
        WITH page AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
                AS p (low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version)
        ), gone AS (
            DELETE FROM relationships r
            WHERE (r.low_user_id, r.high_user_id) > ($7, $8)
              AND ($9 IS NULL OR (r.low_user_id, r.high_user_id) <= ($9, $10))
              AND r.changed_at < $11
              AND NOT EXISTS (
                SELECT FROM page p WHERE p.low_user_id = r.low_user_id AND p.high_user_id = r.high_user_id)
            RETURNING r.*
        ), wrong AS (
            SELECT p.*, coalesce(r.are_friends, false) AS were_friends, coalesce(r.low_blocks_high, false) AS low_blocked,
                coalesce(r.high_blocks_low, false) AS high_blocked, coalesce(r.version, 0) AS last_version
            FROM page p
            LEFT JOIN relationships r ON r.low_user_id = p.low_user_id AND r.high_user_id = p.high_user_id
            WHERE (r.version IS NULL OR r.version < p.version OR r.changed_at < $11)
              AND (r.are_friends, r.low_blocks_high, r.high_blocks_low, r.version)
                IS DISTINCT FROM (p.are_friends, p.low_blocks_high, p.high_blocks_low, p.version)
        ), mended AS (
            INSERT INTO relationships AS r
                (low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version)
            SELECT low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version
            FROM wrong ORDER BY low_user_id, high_user_id
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE
            SET are_friends = EXCLUDED.are_friends, low_blocks_high = EXCLUDED.low_blocks_high,
                high_blocks_low = EXCLUDED.high_blocks_low, version = EXCLUDED.version, changed_at = clock_timestamp()
            WHERE r.version < EXCLUDED.version OR r.changed_at < $11
            RETURNING r.low_user_id, r.high_user_id
        )
        SELECT w.low_user_id, w.high_user_id, w.were_friends, w.low_blocked, w.high_blocked, w.last_version,
            w.are_friends, w.low_blocks_high, w.high_blocks_low, w.version
        FROM wrong w JOIN mended m ON m.low_user_id = w.low_user_id AND m.high_user_id = w.high_user_id
        UNION ALL
        SELECT low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version, false, false, false, 0
        FROM gone
        """;

    public override string Name => "relationships";

    protected override (string Table, string Columns) Compared =>
        ("relationships", "low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version");

    public override async Task<int> TakeAsync(
        IServiceProvider services,
        IReadOnlyList<RelationshipChanged> page,
        RelationshipChanged? previous,
        bool isLast,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<ServiceDbContext>().Database;
        var changes = new List<(Relationship Before, Relationship After)>();
        await using (var command = new NpgsqlCommand(TakeSql, (NpgsqlConnection)database.GetDbConnection()))
        {
            command.Parameters.Add(new() { Value = page.Select(row => row.LowUserId).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.HighUserId).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.AreFriends).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.LowBlocksHigh).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.HighBlocksLow).ToArray() });
            command.Parameters.Add(new() { Value = page.Select(row => row.Version).ToArray() });
            command.Parameters.Add(Id(previous?.LowUserId ?? Guid.Empty));
            command.Parameters.Add(Id(previous?.HighUserId ?? Guid.Empty));
            command.Parameters.Add(Id(isLast ? null : page[^1].LowUserId));
            command.Parameters.Add(Id(isLast ? null : page[^1].HighUserId));
            command.Parameters.Add(new() { Value = since });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                changes.Add((Read(reader, 2), Read(reader, 6)));
            }
        }

        foreach (var follower in services.GetServices<IRelationshipFollower>())
        {
            foreach (var (before, after) in changes)
            {
                await follower.RelationshipChangedAsync(before, after, cancellationToken);
            }
        }

        return changes.Count;
    }

    private static NpgsqlParameter Id(Guid? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static Relationship Read(NpgsqlDataReader row, int first) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetBoolean(first),
        row.GetBoolean(first + 1),
        row.GetBoolean(first + 2),
        row.GetInt64(first + 3));
}

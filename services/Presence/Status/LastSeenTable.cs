using Npgsql;

namespace OneVOne.Presence.Status;

internal static class LastSeenTable
{
    /// <summary>Keeps the latest time of each, however often and in whatever order it is told.</summary>
    public static async Task WriteAsync(
        NpgsqlDataSource dataSource, Dictionary<Guid, DateTimeOffset> lastSeen, CancellationToken cancellationToken)
    {
        if (lastSeen.Count == 0)
        {
            return;
        }

        // In id order: two replicas' batches that lock the same rows in another order would deadlock.
        var ordered = lastSeen.OrderBy(seen => seen.Key).ToArray();
        await using var upsert = dataSource.CreateCommand(
            """
            INSERT INTO last_seen (user_id, seen_at)
            SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
            ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at WHERE last_seen.seen_at < excluded.seen_at
            """);
        upsert.Parameters.Add(new() { Value = ordered.Select(seen => seen.Key).ToArray() });
        upsert.Parameters.Add(new() { Value = ordered.Select(seen => seen.Value.UtcDateTime).ToArray() });
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds what is known of these people to <paramref name="lastSeen"/>.</summary>
    public static async Task ReadAsync(
        NpgsqlDataSource dataSource,
        Guid[] userIds,
        Dictionary<Guid, DateTimeOffset> lastSeen,
        CancellationToken cancellationToken)
    {
        if (userIds.Length == 0)
        {
            return;
        }

        await using var select = dataSource.CreateCommand("SELECT user_id, seen_at FROM last_seen WHERE user_id = ANY($1)");
        select.Parameters.Add(new() { Value = userIds });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            lastSeen[reader.GetGuid(0)] = await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken);
        }
    }
}

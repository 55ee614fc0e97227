using Npgsql;

namespace OneVOne.Presence.Status;

internal static class LastSeenTable
{
    /// <summary>
    /// Keeps the latest time of each, however often and in whatever order it is told. That of who is invisible does not move:
    /// to others they went when they turned invisible.
    /// </summary>
    public static async Task WriteAsync(
        NpgsqlDataSource database, IReadOnlyDictionary<Guid, DateTimeOffset> lastSeen, CancellationToken cancellationToken)
    {
        if (lastSeen.Count == 0)
        {
            return;
        }

        // In id order: two replicas' batches that lock the same rows in another order would deadlock.
        var ordered = lastSeen.OrderBy(seen => seen.Key).ToArray();
        await using var upsert = database.CreateCommand(
            """
            INSERT INTO last_seen (user_id, seen_at)
            SELECT seen.id, seen.at FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS seen (id, at, position)
            WHERE NOT EXISTS (SELECT FROM chosen_statuses c WHERE c.user_id = seen.id AND c.status = 'invisible')
            ORDER BY seen.position
            ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at WHERE last_seen.seen_at < excluded.seen_at
            """);
        upsert.Parameters.Add(new() { Value = ordered.Select(seen => seen.Key).ToArray() });
        upsert.Parameters.Add(new() { Value = ordered.Select(seen => seen.Value.UtcDateTime).ToArray() });
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Npgsql;

namespace OneVOne.Presence.Choosing;

/// <summary>A row of <c>chosen_statuses</c>, and what identifies this state of it.</summary>
/// <param name="TellAt">Set anew by every change, so it tells whether what was read is still what stands there.</param>
internal sealed record ChosenRow(Guid UserId, OwnStatus Status, DateTime? TellAt);

internal static class ChosenStatusTable
{
    public static async Task<OwnStatus> ReadAsync(NpgsqlDataSource database, Guid userId, CancellationToken cancellationToken) =>
        await ReadManyAsync(database, [userId], cancellationToken) is [var row] ? row.Status : OwnStatus.Default;

    public static async Task<IReadOnlyList<ChosenRow>> ReadManyAsync(
        NpgsqlDataSource database, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            "SELECT user_id, status, text, emoji, until, tell_at FROM current_statuses WHERE user_id = ANY ($1)");
        select.Parameters.Add(new() { Value = userIds.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ChosenRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var status = new OwnStatus(
                Parse(reader.GetString(1)),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken));
            rows.Add(new(reader.GetGuid(0), status, reader.IsDBNull(5) ? null : reader.GetDateTime(5)));
        }

        return rows;
    }

    /// <summary>
    /// Keeps a choice, to be told by whoever else looks if the caller has not done so in time. Who turns invisible while
    /// here was last seen at this moment, for everyone else.
    /// </summary>
    public static async Task WriteAsync(
        NpgsqlDataSource database,
        Guid userId,
        OwnStatus status,
        bool isConnected,
        TimeSpan tellWithin,
        CancellationToken cancellationToken)
    {
        await using var upsert = database.CreateCommand(
            """
            WITH before AS (
                SELECT status FROM chosen_statuses WHERE user_id = $1 FOR UPDATE
            ), hidden AS (
                INSERT INTO last_seen (user_id, seen_at)
                SELECT $1, clock_timestamp()
                WHERE $6 AND $2 = 'invisible' AND NOT EXISTS (SELECT FROM before WHERE status = 'invisible')
                ON CONFLICT (user_id) DO UPDATE SET seen_at = excluded.seen_at WHERE last_seen.seen_at < excluded.seen_at
            )
            INSERT INTO chosen_statuses (user_id, status, text, emoji, until, tell_at)
            VALUES ($1, $2, $3, $4, $5, clock_timestamp() + $7)
            ON CONFLICT (user_id) DO UPDATE
            SET status = excluded.status, text = excluded.text, emoji = excluded.emoji, until = excluded.until,
                tell_at = excluded.tell_at
            """);
        upsert.Parameters.Add(new() { Value = userId });
        upsert.Parameters.Add(new() { Value = Text(status.Status) });
        upsert.Parameters.Add(new() { Value = (object?)status.Text ?? DBNull.Value, DataTypeName = "text" });
        upsert.Parameters.Add(new() { Value = (object?)status.Emoji ?? DBNull.Value, DataTypeName = "text" });
        upsert.Parameters.Add(new() { Value = (object?)status.Until?.UtcDateTime ?? DBNull.Value, DataTypeName = "timestamptz" });
        upsert.Parameters.Add(new() { Value = isConnected });
        upsert.Parameters.Add(new() { Value = tellWithin });
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes on what is due to be told, each by one replica; another does if this one dies.</summary>
    public static async Task<IReadOnlyList<Guid>> ClaimDueAsync(
        NpgsqlDataSource database, TimeSpan tellWithin, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand(
            """
            UPDATE chosen_statuses SET tell_at = clock_timestamp() + $1
            WHERE user_id IN (
                SELECT user_id FROM chosen_statuses WHERE tell_at <= now()
                ORDER BY tell_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING user_id
            """);
        update.Parameters.Add(new() { Value = tellWithin });
        update.Parameters.Add(new() { Value = PresenceLimits.SweepBatch });
        await using var reader = await update.ExecuteReaderAsync(cancellationToken);
        var due = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetGuid(0));
        }

        return due;
    }

    /// <summary>
    /// Notes that these are told: the next time is the end of the text. Answers those that stand there otherwise by now.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> SettleAsync(
        NpgsqlDataSource database, IReadOnlyCollection<ChosenRow> told, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand(
            """
            WITH settled AS (
                UPDATE chosen_statuses c SET tell_at = told.until
                FROM unnest($1, $2, $3) AS told (user_id, tell_at, until)
                WHERE c.user_id = told.user_id AND c.tell_at IS NOT DISTINCT FROM told.tell_at
                RETURNING c.user_id
            )
            SELECT c.user_id FROM chosen_statuses c
            WHERE c.user_id = ANY ($1) AND c.user_id NOT IN (SELECT user_id FROM settled)
            """);
        update.Parameters.Add(new() { Value = told.Select(row => row.UserId).ToArray() });
        update.Parameters.Add(new() { Value = told.Select(row => row.TellAt).ToArray(), DataTypeName = "timestamptz[]" });
        // As it was told: an end that came in between lies in the past now, and the next look finds it.
        update.Parameters.Add(new()
        {
            Value = told.Select(row => row.Status.Until?.UtcDateTime).ToArray(),
            DataTypeName = "timestamptz[]",
        });
        await using var reader = await update.ExecuteReaderAsync(cancellationToken);
        var overtaken = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            overtaken.Add(reader.GetGuid(0));
        }

        return overtaken;
    }

    public static ChosenStatus Parse(string text) => Enum.Parse<ChosenStatus>(text, ignoreCase: true);

    private static string Text(ChosenStatus status) => status switch
    {
        ChosenStatus.Auto => "auto",
        ChosenStatus.Away => "away",
        ChosenStatus.Dnd => "dnd",
        ChosenStatus.Invisible => "invisible",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}

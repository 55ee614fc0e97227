using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// The table <c>ended_sessions</c>, read in parts from a cursor on. The cursor is a transaction: all that was still running
/// at the last read is read again, so nothing that commits late is missed, and some of it comes twice.
/// </summary>
internal sealed class EndedSessionList(NpgsqlDataSource dataSource, IOptions<SessionOptions> options) : IEndedSessionSource
{
    public async Task<EndedSessionsPage> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        var from = EndedSessionCursor.Parse(after);
        await using var batch = dataSource.CreateBatch();
        // First the bound, then the rows: what commits in between is in the rows now or above the bound next time.
        batch.BatchCommands.Add(new("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"));
        batch.BatchCommands.Add(new(
            """
            SELECT session_id, reason, ended_at, transaction_id FROM ended_sessions
            WHERE ended_at > now() - $1
                -- A database that was put back counts from an earlier transaction: then all of it is read.
                AND (transaction_id, session_id) > (CASE WHEN $2 > pg_snapshot_xmax(pg_current_snapshot())::text::bigint THEN 0 ELSE $2 END, $3)
            ORDER BY transaction_id, session_id LIMIT $4
            """)
        {
            Parameters =
            {
                new() { Value = options.Value.EndedSessionWindow },
                new() { Value = from.Transaction },
                new() { Value = from.SessionId },
                new() { Value = IdentityLimits.EndedSessionsPage },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var bound = from.Bound ?? reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var items = new List<EndedSession>();
        var last = from;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (sessionId, endedAt) = (reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(2));
            items.Add(new EndedSession(sessionId, reader.GetString(1), endedAt + options.Value.EndedSessionWindow));
            last = new EndedSessionCursor(reader.GetInt64(3), sessionId, bound);
        }

        return items.Count == IdentityLimits.EndedSessionsPage
            ? new EndedSessionsPage(items, last.ToString(), More: true)
            : new EndedSessionsPage(items, EndedSessionCursor.Before(bound).ToString(), More: false);
    }
}

/// <summary>The last row that was read and, between the parts of one reading, where the next reading will start.</summary>
internal readonly record struct EndedSessionCursor(long Transaction, Guid SessionId, long? Bound)
{
    public static EndedSessionCursor Before(long transaction) => new(transaction - 1, Guid.AllBitsSet, null);

    /// <summary>Whatever it cannot read is the start: too much is told then, never too little.</summary>
    public static EndedSessionCursor Parse(string? text) =>
        text?.Split('_') is [var transaction, var session, var bound]
        && long.TryParse(transaction, out var number) && Guid.TryParse(session, out var sessionId)
            ? new(number, sessionId, long.TryParse(bound, out var limit) ? limit : null)
            : new(0, Guid.Empty, null);

    public override string ToString() => FormattableString.Invariant($"{Transaction}_{SessionId:N}_{Bound}");
}

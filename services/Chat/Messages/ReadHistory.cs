using Npgsql;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>A stretch of a conversation's history.</summary>
/// <param name="Items">Ascending by number, whichever way it was asked for.</param>
/// <param name="HasMore">Whether there is more in the direction that was asked for.</param>
public sealed record MessagePage(IReadOnlyList<Message> Items, bool HasMore);

/// <summary>What happened in a conversation after a number.</summary>
/// <param name="Items">Without a gap from the number that was asked for, or from where the reader's own time begins.</param>
/// <param name="Head">The number of the conversation's last event.</param>
public sealed record EventPage(IReadOnlyList<ChatEvent> Items, long Head, bool HasMore);

/// <summary>Reads a conversation by number, for its members.</summary>
internal sealed class ReadHistory(NpgsqlDataSource dataSource)
{
    private const string HeadSql =
        "SELECT c.head_seq FROM conversations c WHERE c.id = $1 AND may_read(c, $2)";

    private static readonly string BackwardSql =
        $"""
        SELECT {MessageRow.Columns("$4")} FROM message_states m
        WHERE m.conversation_id = $1 AND m.seq < $2 AND m.seq > history_from($1, $4)
          AND m.seq NOT IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $4 AND h.conversation_id = $1)
        ORDER BY m.seq DESC LIMIT $3
        """;

    private static readonly string ForwardSql =
        $"""
        SELECT {MessageRow.Columns("$4")} FROM message_states m
        WHERE m.conversation_id = $1 AND m.seq > greatest($2, history_from($1, $4))
          AND m.seq NOT IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $4 AND h.conversation_id = $1)
        ORDER BY m.seq LIMIT $3
        """;

    private static readonly string EventsSql =
        $"""
        SELECT m.seq IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $4 AND h.conversation_id = $1),
            {EventRow.Columns("$4", "$1")}
        FROM events_after($1, greatest($2, history_from($1, $4)), $3) e
        {EventRow.Joins}
        ORDER BY e.seq
        """;

    public async Task<Outcome<MessagePage>> MessagesAsync(
        Guid me, Guid conversationId, long? before, long? after, int limit, CancellationToken cancellationToken)
    {
        if (before is not null && after is not null)
        {
            return Problem.Invalid("before", "Either before or after, not both.");
        }

        if ((before ?? after) < 0)
        {
            return Problem.Invalid(before is null ? "after" : "before", "A number of an event, or 0.");
        }

        var isForward = after is not null;
        var (sql, from) = isForward ? (ForwardSql, after!.Value) : (BackwardSql, before ?? long.MaxValue);
        var (_, rows) = await ReadAsync(
            me, conversationId, sql, from, limit, reader => MessageRow.Read(reader), cancellationToken);
        if (rows is null)
        {
            return ConversationProblems.NotFound;
        }

        var shown = rows.Take(limit);
        return new MessagePage([.. isForward ? shown : shown.Reverse()], rows.Count > limit);
    }

    public async Task<Outcome<EventPage>> EventsAsync(
        Guid me, Guid conversationId, long after, int limit, CancellationToken cancellationToken)
    {
        if (after < 0)
        {
            return Problem.Invalid("after", "The number of the last event that you have, or 0.");
        }

        var (head, rows) = await ReadAsync(me, conversationId, EventsSql, after, limit, ReadEvent, cancellationToken);
        if (rows is null)
        {
            return ConversationProblems.NotFound;
        }

        // The rows were read a moment after the head and may be ahead of it.
        var last = rows.Count == 0 ? 0 : rows[^1].Seq;
        return new EventPage([.. rows.Take(limit)], Math.Max(head, last), rows.Count > limit);
    }

    /// <summary>Up to one row more than asked for; null rows when it is not theirs to read.</summary>
    private async Task<(long Head, List<T>? Rows)> ReadAsync<T>(
        Guid me,
        Guid conversationId,
        string sql,
        long from,
        int limit,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(HeadSql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me } },
        });
        batch.BatchCommands.Add(new(sql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = from },
                new() { Value = limit + 1 },
                new() { Value = me },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return (0, null);
        }

        var head = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return (head, rows);
    }

    /// <summary>What the person deleted for themselves keeps its number and loses its text.</summary>
    private static ChatEvent ReadEvent(NpgsqlDataReader reader) =>
        (EventRow.Read(reader, 1), !reader.IsDBNull(0) && reader.GetBoolean(0)) switch
        {
            (Message message, true) => message with { Body = "", Data = null, Hidden = true },
            (Change { Message: { } message } change, true) =>
                change with { Message = message with { Body = "", Data = null, Hidden = true } },
            var (happened, _) => happened,
        };
}

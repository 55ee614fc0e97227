using Npgsql;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>A stretch of a thread.</summary>
/// <param name="Root">What the chain of replies began with; null when it is not the reader's to see.</param>
/// <param name="Items">The replies, ascending by number, whichever way they were asked for. Deleted ones are there, without text.</param>
/// <param name="HasMore">Whether there is more in the direction that was asked for.</param>
public sealed record ThreadPage(Message? Root, IReadOnlyList<Message> Items, bool HasMore);

/// <summary>Reads a chain of replies on its own, whichever message of it is named.</summary>
internal sealed class ReadThread(NpgsqlDataSource dataSource)
{
    // A message that replies to nothing is the root of its own thread, with replies or without.
    private const string RootSql =
        """
        SELECT coalesce(named.thread_root_id, named.id) FROM messages named
        WHERE named.id = $1 AND may_see_message(named, $2) AND named.type = 'message.created'
        """;

    private static readonly string RootMessageSql =
        $"""
        SELECT {MessageRow.Columns("$2")} FROM message_states m
        WHERE m.id = (SELECT root.id FROM messages root WHERE root.id = ({RootSql}) AND may_see_message(root, $2))
        """;

    private static readonly string BackwardSql = RepliesSql("<", "DESC");

    private static readonly string ForwardSql = RepliesSql(">", "ASC");

    public async Task<Outcome<ThreadPage>> ExecuteAsync(
        Guid me, Guid messageId, long? before, long? after, int limit, CancellationToken cancellationToken)
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
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(Command(RootSql, messageId, me));
        batch.BatchCommands.Add(Command(RootMessageSql, messageId, me));
        var replies = Command(isForward ? ForwardSql : BackwardSql, messageId, me);
        replies.Parameters.Add(new() { Value = after ?? before ?? long.MaxValue });
        replies.Parameters.Add(new() { Value = limit + 1 });
        batch.BatchCommands.Add(replies);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return MessageProblems.NotFound;
        }

        await reader.NextResultAsync(cancellationToken);
        var root = await reader.ReadAsync(cancellationToken) ? MessageRow.Read(reader) : null;
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Message>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(MessageRow.Read(reader));
        }

        var shown = rows.Take(limit);
        return new ThreadPage(root, [.. isForward ? shown : shown.Reverse()], rows.Count > limit);
    }

    private static NpgsqlBatchCommand Command(string sql, Guid messageId, Guid me) =>
        new(sql) { Parameters = { new() { Value = messageId }, new() { Value = me } } };

    // By the index of the thread; whose it is to read is asked once, of the message that is named.
    private static string RepliesSql(string direction, string order) =>
        $"""
        SELECT {MessageRow.Columns("$2")} FROM message_states m
        WHERE m.thread_root_id = ({RootSql}) AND m.seq {direction} $3
          AND m.seq > (SELECT history_from(named.conversation_id, $2) FROM messages named WHERE named.id = $1)
          AND NOT EXISTS (
            SELECT FROM hidden_messages h
            WHERE h.user_id = $2 AND h.conversation_id = m.conversation_id AND h.seq = m.seq)
        ORDER BY m.seq {order} LIMIT $4
        """;
}

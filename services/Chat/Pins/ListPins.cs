using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Pins;

/// <summary>What is pinned in a conversation, the newest pin first; of it what the reader may see.</summary>
internal sealed class ListPins(NpgsqlDataSource dataSource)
{
    private const string AccessSql = "SELECT FROM conversations c WHERE c.id = $1 AND may_read(c, $2)";

    private static readonly string Sql =
        $"""
        SELECT {MessageRow.Columns("$2")} FROM message_states m
        WHERE m.conversation_id = $1 AND m.pinned_at IS NOT NULL
          AND ($3 IS NULL OR (m.pinned_at, m.id) < ($3, $4))
          AND m.seq > history_from($1, $2)
          AND m.seq NOT IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $2 AND h.conversation_id = $1)
        ORDER BY m.pinned_at DESC, m.id DESC LIMIT $5
        """;

    public async Task<Outcome<Page<Message>>> ExecuteAsync(
        Guid me, Guid conversationId, PageRequest page, CancellationToken cancellationToken)
    {
        var (time, id) = (default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out time, out id))
        {
            return Cursor.Invalid;
        }

        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(AccessSql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me } },
        });
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = me },
                new() { Value = page.Cursor is null ? DBNull.Value : time, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = id },
                new() { Value = page.Fetch },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!reader.HasRows)
        {
            return ConversationProblems.NotFound;
        }

        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Message>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(MessageRow.Read(reader));
        }

        return Page.Of(rows, page, row => Cursor.Write(row.PinnedAt!.Value, row.Id));
    }
}

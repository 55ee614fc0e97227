using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>A person's conversations with last message and unread count, each list in one query.</summary>
internal sealed class ReadConversations(NpgsqlDataSource dataSource)
{
    // The page is cut before unread is counted: the count is the costly part.
    private static readonly string Sql =
        $"""
        WITH page AS MATERIALIZED (
            SELECT c.*, mine.read_seq
            FROM conversations_of($1) mine
            JOIN conversations c ON c.id = mine.conversation_id
            WHERE ($2 IS NULL OR c.id = $2)
              AND ($3 IS NULL OR (c.last_activity_at, c.id) < ($3, $4))
            ORDER BY c.last_activity_at DESC, c.id DESC
            LIMIT $5
        )
        SELECT page.id, page.kind, page.name, {PersonRow.Columns("peer")}, page.head_seq, page.read_seq, unread_count(page.id, $1, page.read_seq, {ChatLimits.UnreadBound}),
            page.created_at, page.last_activity_at,
            {MessageRow.Columns("$1")}
        FROM page
        LEFT JOIN people peer
            ON peer.user_id = CASE WHEN page.low_user_id = $1 THEN page.high_user_id ELSE page.low_user_id END
        LEFT JOIN LATERAL (
            SELECT * FROM messages WHERE conversation_id = page.id ORDER BY seq DESC LIMIT 1) m ON true
        LEFT JOIN people author ON author.user_id = m.author_id
        ORDER BY page.last_activity_at DESC, page.id DESC
        """;

    private const int MessageColumn = 13;

    public async Task<Outcome<Page<Conversation>>> ListAsync(
        Guid me, PageRequest page, CancellationToken cancellationToken)
    {
        var (time, id) = (default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out time, out id))
        {
            return Cursor.Invalid;
        }

        var rows = await ReadAsync(me, null, page.Cursor is null ? null : (time, id), page.Fetch, cancellationToken);
        var shown = Page.Of(rows, page, row => Cursor.Write(row.LastActivityAt, row.Conversation.Id));
        return new Page<Conversation>([.. shown.Items.Select(row => row.Conversation)], shown.Next);
    }

    public async Task<Outcome<Conversation>> FindAsync(
        Guid me, Guid conversationId, CancellationToken cancellationToken) =>
        await ReadAsync(me, conversationId, null, 1, cancellationToken) is [var row]
            ? row.Conversation
            : ConversationProblems.NotFound;

    private async Task<List<Row>> ReadAsync(
        Guid me, Guid? only, (DateTimeOffset Time, Guid Id)? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = (object?)only ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new()
        {
            Value = (object?)after?.Time ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = (object?)after?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static Row Read(NpgsqlDataReader reader)
    {
        var peer = reader.IsDBNull(3) ? null : PersonRow.Read(reader, 3);
        var conversation = new Conversation(
            reader.GetGuid(0),
            ConversationKinds.Parse(reader.GetString(1)),
            reader.IsDBNull(2) ? peer?.DisplayName ?? "" : reader.GetString(2),
            peer,
            reader.GetInt64(8),
            reader.GetInt64(9),
            reader.GetInt64(10),
            reader.IsDBNull(MessageColumn) ? null : MessageRow.Read(reader, MessageColumn),
            reader.GetFieldValue<DateTimeOffset>(11));
        return new Row(conversation, reader.GetFieldValue<DateTimeOffset>(12));
    }

    private sealed record Row(Conversation Conversation, DateTimeOffset LastActivityAt);
}

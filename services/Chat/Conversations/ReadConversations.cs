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
            SELECT c.*, mine.read_seq, mine.read_version, mine.history_from, mine.role, mine.pinned_at,
                mine.archived_at >= c.last_activity_at AS archived, mine.muted_until
            FROM conversations_of($1) mine
            JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
            WHERE ($2 IS NULL OR c.id = $2)
              AND ($3 IS NULL OR (c.last_activity_at, c.id) < ($3, $4))
            ORDER BY c.last_activity_at DESC, c.id DESC
            LIMIT $5
        )
        SELECT page.id, page.kind, page.name, page.topic, page.head_seq, page.read_seq, page.read_version,
            unread_count(page.id, $1, page.read_seq, {ChatLimits.UnreadBound}),
            mention_count(page.id, $1, page.read_seq, {ChatLimits.UnreadBound}),
            page.history_from, page.role, page.member_count, page.slow_mode, page.history, page.settings_seq,
            page.requested_by = $1, page.request_ignored_at IS NOT NULL, page.pinned_at IS NOT NULL,
            coalesce(page.archived, false), page.muted_until, page.created_at, page.last_activity_at,
            {PersonRow.Columns("peer")}, {MessageRow.Columns("$1")}
        FROM page
        LEFT JOIN people peer
            ON peer.user_id = CASE WHEN page.low_user_id = $1 THEN page.high_user_id ELSE page.low_user_id END
        LEFT JOIN LATERAL (
            SELECT last.id FROM messages last
            WHERE last.conversation_id = page.id AND last.seq > page.history_from AND last.seq NOT IN (
                SELECT h.seq FROM hidden_messages h WHERE h.user_id = $1 AND h.conversation_id = page.id)
            ORDER BY last.seq DESC LIMIT 1) last ON true
        LEFT JOIN message_states m ON m.id = last.id
        ORDER BY page.last_activity_at DESC, page.id DESC
        """;

    private const int PersonColumn = 22;
    private const int MessageColumn = PersonColumn + PersonRow.Width;

    public async Task<Outcome<Page<Conversation>>> ListAsync(
        Guid me, PageRequest page, CancellationToken cancellationToken)
    {
        var (time, id) = (default(DateTimeOffset), Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out time, out id))
        {
            return Cursor.Invalid;
        }

        var rows = await ReadAsync(me, null, page.Cursor is null ? null : (time, id), page.Fetch, cancellationToken);
        return Page.Of(rows, page, row => Cursor.Write(row.LastActivityAt, row.Id));
    }

    public async Task<Outcome<Conversation>> FindAsync(
        Guid me, Guid conversationId, CancellationToken cancellationToken) =>
        await ReadAsync(me, conversationId, null, 1, cancellationToken) is [var row]
            ? row
            : ConversationProblems.NotFound;

    private async Task<List<Conversation>> ReadAsync(
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
        var rows = new List<Conversation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static Conversation Read(NpgsqlDataReader reader)
    {
        var peer = reader.IsDBNull(PersonColumn) ? null : PersonRow.Read(reader, PersonColumn);
        return new Conversation
        {
            Id = reader.GetGuid(0),
            Kind = ConversationKinds.Parse(reader.GetString(1)),
            Name = reader.IsDBNull(2) ? peer?.DisplayName ?? "" : reader.GetString(2),
            Topic = reader.GetString(3),
            Peer = peer,
            HeadSeq = reader.GetInt64(4),
            ReadSeq = reader.GetInt64(5),
            ReadVersion = reader.GetInt64(6),
            Unread = reader.GetInt64(7),
            Mentions = reader.GetInt64(8),
            HistoryFrom = reader.GetInt64(9),
            Role = ConversationKinds.ParseRole(reader.GetString(10)),
            MemberCount = reader.GetInt32(11),
            SlowMode = reader.GetInt32(12),
            History = ConversationKinds.ParseHistory(reader.GetString(13)),
            SettingsSeq = reader.GetInt64(14),
            Request = reader.IsDBNull(15) ? null
                : reader.GetBoolean(15) ? MessageRequest.Sent
                : reader.GetBoolean(16) ? MessageRequest.Ignored
                : MessageRequest.Received,
            Pinned = reader.GetBoolean(17),
            Archived = reader.GetBoolean(18),
            MutedUntil = reader.IsDBNull(19) ? null : reader.GetFieldValue<DateTimeOffset>(19),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(20),
            LastActivityAt = reader.GetFieldValue<DateTimeOffset>(21),
            LastMessage = reader.IsDBNull(MessageColumn) ? null : MessageRow.Read(reader, MessageColumn),
        };
    }
}

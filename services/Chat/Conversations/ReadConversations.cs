using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Data;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>Which of a person's conversations to list.</summary>
public enum ConversationFilter
{
    /// <summary>Those that are neither archived nor requests.</summary>
    Inbox,

    /// <summary>Put away until something happens in them; while they are muted they stay.</summary>
    Archived,

    /// <summary>What people ask who may not write yet.</summary>
    Requests,

    /// <summary>All of these.</summary>
    All,
}

/// <summary>A person's conversations with last message and unread count, each list in one query.</summary>
internal sealed class ReadConversations(ReadingDatabase database)
{
    // The page is cut before unread is counted, and where nothing happened since nothing is: the count is the costly part.
    private static string Sql(string which) =>
        $"""
        WITH placed AS (
            SELECT c.*, mine.read_seq, mine.read_version, mine.history_from, mine.role, mine.muted_until,
                mine.pinned_at IS NOT NULL AS pinned, {PlaceOf("$1")} AS place
            FROM conversations_of($1) mine
            JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
            WHERE {which}
        ), page AS MATERIALIZED (
            SELECT * FROM placed
            WHERE ($6 IS NULL OR place = ANY ($6))
              AND ($3 IS NULL OR (pinned, last_activity_at, id) < ($3, $4, $5))
            ORDER BY pinned DESC, last_activity_at DESC, id DESC
            LIMIT $7
        )
        SELECT page.id, page.kind, page.name, page.topic, page.head_seq, page.read_seq, page.read_version,
            coalesce(unread.messages, 0), coalesce(unread.mentions, 0),
            page.history_from, page.role, page.member_count, page.slow_mode, page.history, page.settings_seq,
            page.requested_by = $1, page.request_ignored_at IS NOT NULL, page.pinned,
            page.place = 'archived', CASE WHEN page.muted_until > now() THEN page.muted_until END, page.created_at,
            page.last_activity_at,
            {PersonRow.Columns("peer")}, {MessageRow.Columns("$1")}
        FROM page
        LEFT JOIN people peer
            ON peer.user_id = CASE WHEN page.low_user_id = $1 THEN page.high_user_id ELSE page.low_user_id END
        LEFT JOIN LATERAL unread_in(
            page.id, $1, greatest(page.read_seq, page.history_from), {ChatLimits.UnreadBound}) unread ON page.head_seq > page.read_seq
        LEFT JOIN LATERAL (
            SELECT last.id FROM messages last
            WHERE last.conversation_id = page.id AND last.seq > page.history_from AND last.seq NOT IN (
                SELECT h.seq FROM hidden_messages h WHERE h.user_id = $1 AND h.conversation_id = page.id)
            ORDER BY last.seq DESC LIMIT 1) last ON true
        LEFT JOIN message_states m ON m.id = last.id
        ORDER BY page.pinned DESC, page.last_activity_at DESC, page.id DESC
        """;

    private static readonly string ListSql = Sql("true");
    private static readonly string OneSql = Sql("c.id = $2");

    private const int PersonColumn = 22;
    private const int MessageColumn = PersonColumn + PersonRow.Width;

    /// <summary>Where a conversation stands for a person: <c>place_of</c> of <c>conversations c</c> and what is theirs of it.</summary>
    public static string PlaceOf(string me) =>
        $"""
        place_of(c.requested_by, c.request_ignored_at, c.head_seq, {me}, mine.archived_at, c.last_activity_at, mine.muted_until)
        """;

    public async Task<Outcome<Page<Conversation>>> ListAsync(
        Guid me, ConversationFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        (bool, DateTimeOffset, Guid)? after = null;
        if (page.Cursor is { } cursor)
        {
            if (cursor.Parts is not [("0" or "1") and var pinned, var ticks, var last]
                || !new Cursor([ticks, last]).TryRead(out var time, out var id))
            {
                return Cursor.Invalid;
            }

            after = (pinned == "1", time, id);
        }

        var rows = await ReadAsync(me, null, after, Places(filter), page.Fetch, cancellationToken);
        return Page.Of(rows, page, row => Cursor.Write(
            row.Pinned ? "1" : "0",
            row.LastActivityAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            row.Id.ToString("N")));
    }

    /// <summary>Wherever it stands.</summary>
    public async Task<Outcome<Conversation>> FindAsync(
        Guid me, Guid conversationId, CancellationToken cancellationToken) =>
        await ReadAsync(me, conversationId, null, null, 1, cancellationToken) is [var row]
            ? row
            : ConversationProblems.NotFound;

    private static string[] Places(ConversationFilter filter) => filter switch
    {
        ConversationFilter.Inbox => ["inbox"],
        ConversationFilter.Archived => ["archived"],
        ConversationFilter.Requests => ["request"],
        _ => ["inbox", "archived", "request"],
    };

    private async Task<List<Conversation>> ReadAsync(
        Guid me,
        Guid? only,
        (bool Pinned, DateTimeOffset Time, Guid Id)? after,
        string[]? places,
        int limit,
        CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(only is null ? ListSql : OneSql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(Optional(only, NpgsqlDbType.Uuid));
        command.Parameters.Add(Optional(after?.Pinned, NpgsqlDbType.Boolean));
        command.Parameters.Add(Optional(after?.Time, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Optional(after?.Id, NpgsqlDbType.Uuid));
        command.Parameters.Add(Optional(places, NpgsqlDbType.Array | NpgsqlDbType.Text));
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Conversation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

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

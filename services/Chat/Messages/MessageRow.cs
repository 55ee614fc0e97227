using System.Text.Json;
using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>How a message is read from the view <c>message_states m</c>.</summary>
internal static class MessageRow
{
    /// <summary>How many columns <see cref="Columns"/> names.</summary>
    public const int Width = 26;

    /// <param name="me">
    /// The parameter that holds who reads, such as <c>$1</c>; or <c>NULL::uuid</c> for what everyone is told alike.
    /// </param>
    public static string Columns(string me) =>
        $"""
        m.id, m.conversation_id, m.seq, m.type, m.client_message_id, m.author_id, m.author_name,
        m.author_id IN (SELECT h.user_id FROM hidden_authors(m.conversation_id, {me}) h), m.body, m.version, m.created_at,
        m.reply_to, m.reply_seq, m.reply_author_id, m.thread_id, m.thread_replies, m.thread_last_at, m.thread_head, m.mentions,
        m.mentions_everyone, m.reactions,
        CASE WHEN m.reaction_count > 0 AND {me} IS NOT NULL THEN ARRAY(
            SELECT r.emoji FROM reactions r WHERE r.message_id = m.id AND r.user_id = {me}) END,
        m.data, m.edited_at, m.deleted_at, m.pinned_at
        """;

    public static Message Read(NpgsqlDataReader reader, int first = 0) =>
        new()
        {
            Id = reader.GetGuid(first),
            ConversationId = reader.GetGuid(first + 1),
            Seq = reader.GetInt64(first + 2),
            Type = reader.GetString(first + 3),
            ClientMessageId = reader.GetGuid(first + 4),
            Author = new Author(reader.GetGuid(first + 5), reader.GetString(first + 6), reader.GetBoolean(first + 7)),
            Body = reader.GetString(first + 8),
            Version = reader.GetInt64(first + 9),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 10),
            ReplyTo = reader.IsDBNull(first + 11) || reader.IsDBNull(first + 12)
                ? null
                : new RepliedTo(reader.GetGuid(first + 11), reader.GetInt64(first + 12), reader.GetGuid(first + 13)),
            Thread = ReadThread(reader, first + 14),
            Mentions = reader.IsDBNull(first + 18) ? null : reader.GetFieldValue<Guid[]>(first + 18),
            MentionsEveryone = reader.IsDBNull(first + 19) ? null : reader.GetString(first + 19),
            Reactions = reader.IsDBNull(first + 20)
                ? null
                : JsonSerializer.Deserialize<List<Reaction>>(reader.GetString(first + 20), JsonSerializerOptions.Web),
            OwnReactions = reader.IsDBNull(first + 21) ? null : reader.GetFieldValue<string[]>(first + 21),
            Data = ReadJson(reader, first + 22),
            EditedAt = ReadTime(reader, first + 23),
            DeletedAt = ReadTime(reader, first + 24),
            PinnedAt = ReadTime(reader, first + 25),
        };

    public static JsonElement? ReadJson(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : JsonSerializer.Deserialize<JsonElement>(reader.GetString(column));

    private static DateTimeOffset? ReadTime(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static MessageThread? ReadThread(NpgsqlDataReader reader, int first)
    {
        var seq = reader.GetInt64(first + 3);
        return seq == 0
            ? null
            : new MessageThread(reader.GetGuid(first), reader.GetInt32(first + 1), ReadTime(reader, first + 2), seq);
    }
}

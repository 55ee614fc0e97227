using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>How an event is read from <c>events_after(…) e</c>, its message and its actor.</summary>
internal static class EventRow
{
    /// <summary>What stands behind FROM, after the events themselves.</summary>
    public const string Joins =
        """
        LEFT JOIN message_states m ON m.id = e.message_id LEFT JOIN people actor ON actor.user_id = e.actor_id
        """;

    private const int MessageColumn = 8;

    /// <inheritdoc cref="MessageRow.Columns"/>
    public static string Columns(string me, string conversationId) =>
        $"""
        e.is_change, {conversationId}, e.seq, e.type, e.created_at, e.actor_id, coalesce(actor.username, ''), e.data,
        {MessageRow.Columns(me)}
        """;

    public static ChatEvent Read(NpgsqlDataReader reader, int first = 0)
    {
        var message = reader.IsDBNull(first + MessageColumn) ? null : MessageRow.Read(reader, first + MessageColumn);
        return reader.GetBoolean(first)
            ? new Change
            {
                ConversationId = reader.GetGuid(first + 1),
                Seq = reader.GetInt64(first + 2),
                Type = reader.GetString(first + 3),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 4),
                Actor = new Author(reader.GetGuid(first + 5), reader.GetString(first + 6)),
                Data = MessageRow.ReadJson(reader, first + 7),
                Message = message,
            }
            : message!;
    }
}

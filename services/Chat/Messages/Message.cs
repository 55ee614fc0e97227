using System.Text.Json.Serialization;
using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>
/// A message, as history lists it and as the event that tells of it: both are this, so a client has one way to read it.
/// </summary>
/// <param name="Seq">Its number in the conversation: gapless, the order for everyone.</param>
/// <param name="ClientMessageId">The sender's own id of it, by which their devices know it again.</param>
public sealed record Message(
    Guid Id,
    Guid ConversationId,
    long Seq,
    Guid ClientMessageId,
    Author Author,
    string Body,
    DateTimeOffset CreatedAt)
{
    /// <summary>The kind of event; always <c>message.created</c>.</summary>
    public string Type { get; } = "message.created";
}

/// <summary>Who wrote a message.</summary>
/// <param name="Blocked">
/// In what a person fetches: they do not want to hear from the author, so a client hides the message. Left out when
/// false, and from live events, which are the same for everyone.
/// </param>
public sealed record Author(
    Guid Id,
    string Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Blocked = false);

/// <summary>What to write into a conversation.</summary>
/// <param name="ClientMessageId">
/// Made by the client for each message. Sending it again, on any replica and at any later time, answers with the same
/// message.
/// </param>
/// <param name="Body">The text as written.</param>
public sealed record NewMessage(Guid ClientMessageId, string Body);

/// <summary>The answer to a send; it comes after the commit.</summary>
/// <param name="Duplicate">True when an earlier send had written it.</param>
public sealed record SentMessage(Guid MessageId, long Seq, DateTimeOffset CreatedAt, bool Duplicate);

/// <summary>How a message is read from the tables <c>messages m</c> and <c>people author</c>.</summary>
internal static class MessageRow
{
    /// <param name="me">The parameter that holds who reads, such as <c>$1</c>.</param>
    public static string Columns(string me) =>
        $"""
        m.id, m.conversation_id, m.seq, m.client_message_id, m.author_id, coalesce(author.username, ''),
        m.author_id IN (SELECT h.user_id FROM hidden_authors({me}) h), m.body, m.created_at
        """;

    public static Message Read(NpgsqlDataReader reader, int first = 0) => new(
        reader.GetGuid(first),
        reader.GetGuid(first + 1),
        reader.GetInt64(first + 2),
        reader.GetGuid(first + 3),
        new Author(reader.GetGuid(first + 4), reader.GetString(first + 5), reader.GetBoolean(first + 6)),
        reader.GetString(first + 7),
        reader.GetFieldValue<DateTimeOffset>(first + 8));
}

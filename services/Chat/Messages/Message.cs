using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVOne.Chat.Messages;

/// <summary>
/// A message, as history lists it and as the event that tells of it: both are this, so a client has one way to read it. What
/// the system says ("ann joined") is one too, of another <see cref="ChatEvent.Type"/> and without text. Members without a
/// value are left out.
/// </summary>
public sealed record Message : ChatEvent
{
    public required Guid Id { get; init; }

    /// <summary>The sender's own id of it, by which their devices know it again.</summary>
    public required Guid ClientMessageId { get; init; }

    public required Author Author { get; init; }

    /// <summary>The text as written; empty when it was deleted.</summary>
    public required string Body { get; init; }

    /// <summary>The number of the last event that changed it: of two states of a message the higher is the newer.</summary>
    public required long Version { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RepliedTo? ReplyTo { get; init; }

    /// <summary>
    /// The thread that it belongs to: of the message that a chain of replies began with, and of each of its replies. It has
    /// an order of its own, <see cref="MessageThread.Seq"/>: the higher is the newer.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageThread? Thread { get; init; }

    /// <summary>Who is named in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Guid>? Mentions { get; init; }

    /// <summary><c>all</c> members or those who were <c>here</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MentionsEveryone { get; init; }

    /// <summary>In the order in which each emoji came first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Reaction>? Reactions { get; init; }

    /// <summary>
    /// In what a person fetches: with which emoji they reacted themselves. Live events, being the same for everyone, tell it
    /// by their actor.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OwnReactions { get; init; }

    /// <summary>Of a forwarded message where it comes from; of what the system says what it tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EditedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>
    /// In what a person fetches: they deleted it for themselves. History leaves such messages out; events, which have no
    /// gaps, tell them without text.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }
}

/// <summary>Who wrote a message, or did something.</summary>
/// <param name="Blocked">
/// In what a person fetches: they do not want to hear from the author, so a client hides the message. Left out when
/// false, and from live events, which are the same for everyone.
/// </param>
public sealed record Author(
    Guid Id,
    string Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Blocked = false);

/// <summary>The message that another replies to.</summary>
public sealed record RepliedTo(Guid Id, long Seq, Guid AuthorId);

/// <param name="RootId">The message that the chain of replies began with.</param>
/// <param name="ReplyCount">How many replies there are that are not deleted.</param>
/// <param name="Seq">The number of the event that changed the thread last.</param>
public sealed record MessageThread(Guid RootId, int ReplyCount, DateTimeOffset? LastReplyAt, long Seq);

/// <param name="Emoji">As people see it, or <c>:name:</c> of one of the conversation's own.</param>
/// <param name="Count">How many people.</param>
public sealed record Reaction(string Emoji, int Count);

/// <summary>What to write into a conversation.</summary>
/// <param name="ClientMessageId">
/// Made by the client for each message. Sending it again, on any replica and at any later time, answers with the same
/// message.
/// </param>
/// <param name="Body">The text as written.</param>
/// <param name="ReplyTo">Optional: the id of a message of the same conversation.</param>
public sealed record NewMessage(Guid ClientMessageId, string Body, Guid? ReplyTo = null);

/// <summary>The answer to a send; it comes after the commit.</summary>
/// <param name="Duplicate">True when an earlier send had written it.</param>
public sealed record SentMessage(Guid MessageId, long Seq, DateTimeOffset CreatedAt, bool Duplicate);

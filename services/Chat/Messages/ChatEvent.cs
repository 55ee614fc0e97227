using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Something durable that happened in a conversation, under the next number of the conversation: what was said
/// (<see cref="Message"/>) or what changed (<see cref="Change"/>). Live and fetched events are the same records.
/// </summary>
[JsonDerivedType(typeof(Message))]
[JsonDerivedType(typeof(Change))]
public abstract record ChatEvent
{
    public required Guid ConversationId { get; init; }

    /// <summary>Its number in the conversation: gapless, the order for everyone.</summary>
    public required long Seq { get; init; }

    /// <summary>What happened, such as <c>message.created</c>; clients pass over what they do not know.</summary>
    public required string Type { get; init; }

    /// <summary>When it was committed, by the database's clock. Never what the order goes by.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A change of a conversation or of a message in it.</summary>
public sealed record Change : ChatEvent
{
    /// <summary>Who did it.</summary>
    public required Author Actor { get; init; }

    /// <summary>
    /// The whole message as it is now, of changes of messages. When events are fetched that is later than the change: the
    /// state of a message with the highest <see cref="Message.Version"/> is the newest, whichever event brought it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Message? Message { get; init; }

    /// <summary>What else there is to say of it: the emoji of a reaction, the settings of a conversation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }
}

/// <summary>The names of events, as the database and the wire have them.</summary>
internal static class EventType
{
    public const string MessageCreated = "message.created";
    public const string ConversationDeleted = "conversation.deleted";
}

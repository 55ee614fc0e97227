using OneVOne.Chat.Drafts;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Occupancy;
using OneVOne.Chat.Scheduled;

namespace OneVOne.Chat.Realtime;

/// <summary>What clients of <c>/hubs/chat</c> hear. The names are the wire's.</summary>
public interface IChatClient
{
    /// <summary>
    /// Something durable happened in a conversation. A client that has not the number before it asks
    /// <c>events?after=</c>; one that has it already drops it.
    /// </summary>
#pragma warning disable CA1716 // A keyword of Visual Basic, but the name of the wire.
    Task Event(ChatEvent happened);
#pragma warning restore CA1716

    /// <summary>Someone types; it may get lost, and nothing tells of the end but <c>until</c>.</summary>
    Task Typing(TypingStarted typing);

    /// <summary>The person has read on, or marked unread, on this device or another: the highest version wins.</summary>
    Task Read(ConversationReadElsewhere read);

    /// <summary>The person deleted a message for themselves, on this device or another: do not show it any more.</summary>
    Task Hidden(MessageHidden hidden);

    /// <summary>
    /// Another one of the conversation has read on: at most once a second for each of them, and lost when nobody listens
    /// (<c>GET …/reads</c> has them all).
    /// </summary>
    Task Receipt(ReadReceipt receipt);

    /// <summary>
    /// The person blocks somebody now, or no longer does: marks and unread counts of shared conversations are others.
    /// </summary>
    Task BlocksChanged(BlockChanged change);

    /// <summary>
    /// How many people look at the conversation that this connection shows: at once, then when it changes, at most once a
    /// second.
    /// </summary>
    Task Occupancy(ConversationOccupancy occupancy);

    /// <summary>
    /// A conversation came to the person or went, or is another for them, be it by this device: read it again; 404 is gone.
    /// </summary>
    Task ConversationChanged(ChangedConversation changed);

    /// <summary>
    /// A large conversation that this connection does not show goes on: told now and then instead of its events. Who shows it
    /// asks for those since their own last number.
    /// </summary>
    Task Hint(ConversationHint hint);

    /// <summary>The person has begun to write something, here or on another device: the highest version is the newest.</summary>
    Task Draft(Draft draft);

    /// <summary>One of the person's scheduled messages was made, changed, sent, refused or taken back.</summary>
    Task ScheduledChanged(ScheduledChange change);

    /// <summary>This replica stops and will close the connection: connect again after the time that is given.</summary>
    Task Reconnect(ReconnectAdvice advice);
}

/// <param name="Until">Until when to show it, unless it is heard again.</param>
public sealed record TypingStarted(Guid ConversationId, Guid UserId, string Username, DateTimeOffset Until);

/// <param name="Version">Of two marks the one with the higher version is the newer.</param>
public sealed record ConversationReadElsewhere(Guid ConversationId, long Seq, long Version, long Unread, long Mentions);

public sealed record MessageHidden(Guid ConversationId, Guid MessageId, long Seq);

/// <param name="Seq">The highest number that the person has read; it never sinks.</param>
public sealed record ReadReceipt(Guid ConversationId, Guid UserId, long Seq);

/// <param name="UserId">Whom the person blocks, or no longer blocks.</param>
public sealed record BlockChanged(Guid UserId, bool Blocked);

/// <param name="ConversationId">Which one to read again.</param>
public sealed record ChangedConversation(Guid ConversationId);

/// <param name="HeadSeq">The number of its last event at that time, or a little before.</param>
public sealed record ConversationHint(Guid ConversationId, long HeadSeq);

/// <param name="AfterMs">Different for each client, so that not all come at once.</param>
public sealed record ReconnectAdvice(int AfterMs);

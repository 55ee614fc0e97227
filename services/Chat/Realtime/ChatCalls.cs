using System.Text.Json.Serialization;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Realtime;

/// <summary>The record of <see cref="ChatHub.Send"/>; see <see cref="NewMessage"/>.</summary>
public sealed record SendCall(Guid ConversationId, Guid ClientMessageId, string Body, Guid? ReplyTo = null) : AnsweredCall;

/// <summary>The record of <see cref="ChatHub.Sync"/>.</summary>
/// <param name="Heads">The last number that the client has of each conversation.</param>
/// <param name="Reads">Optional: the read marks that it has, to hear of those that other devices moved.</param>
/// <param name="Epoch">Optional: the epoch that its numbers are of. All conversations are told when it is another now.</param>
/// <param name="Since">
/// Optional: what the last answer said in <c>at</c>, to hear what the person deleted for themselves since then on another
/// device, which has no number in the conversation.
/// </param>
public sealed record SyncCall(
    Dictionary<Guid, long> Heads, Dictionary<Guid, long>? Reads = null, string? Epoch = null, DateTimeOffset? Since = null);

/// <summary>The conversations that are not as the client has them, or that it did not name.</summary>
/// <param name="Epoch">
/// The history that all numbers are of. A client that has the numbers of another one forgets everything before it goes on.
/// </param>
/// <param name="At">When it was answered, by the database's clock: what the next call says in <c>since</c>.</param>
/// <param name="Gone">Conversations that the client named and that are not the person's, or not any longer.</param>
/// <param name="Hidden">What the person deleted for themselves; some of it may have been told before.</param>
public sealed record SyncAnswer(
    string Epoch,
    DateTimeOffset At,
    IReadOnlyList<MovedConversation> Conversations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Guid>? Gone = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<HiddenMessage>? Hidden = null);

/// <summary>The record of <see cref="ChatHub.MarkRead"/>.</summary>
/// <param name="Seq">The number of the last event that was seen.</param>
public sealed record MarkReadCall(Guid ConversationId, long Seq);

/// <summary>The record of <see cref="ChatHub.Edit"/>.</summary>
/// <param name="Version">Optional: a state that the person has seen; refused when the text is another since.</param>
public sealed record EditCall(Guid MessageId, string Body, long? Version = null);

/// <summary>The record of <see cref="ChatHub.Delete"/>.</summary>
/// <param name="ForMe">For the person alone instead of for everyone.</param>
public sealed record DeleteCall(Guid MessageId, bool ForMe = false);

/// <summary>The record of <see cref="ChatHub.React"/>.</summary>
/// <param name="Emoji">One emoji, or <c>:name:</c> of the conversation's own.</param>
/// <param name="On">False takes the reaction back.</param>
public sealed record ReactCall(Guid MessageId, string Emoji, bool On);

/// <summary>The record of <see cref="ChatHub.Pin"/>.</summary>
/// <param name="On">False takes it down.</param>
public sealed record PinCall(Guid MessageId, bool On);

/// <summary>The record of <see cref="ChatHub.MarkUnread"/>.</summary>
/// <param name="Seq">The number of the first message that is to be unread again.</param>
public sealed record MarkUnreadCall(Guid ConversationId, long Seq);

/// <summary>The record of <see cref="ChatHub.View"/>.</summary>
/// <param name="ConversationId">What this connection shows now; null for nothing.</param>
public sealed record ViewCall(Guid? ConversationId);

/// <summary>The record of <see cref="ChatHub.Typing"/>.</summary>
public sealed record TypingCall(Guid ConversationId);

/// <summary>The answer of what has nothing to tell: <c>{}</c>.</summary>
public sealed record Done
{
    public static Done Instance { get; } = new();
}

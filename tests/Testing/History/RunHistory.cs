using System.Collections.Concurrent;

namespace OneVOne.Testing.History;

/// <summary>What a client may know of something that it asked for.</summary>
public enum Outcome
{
    /// <summary>It was answered: done.</summary>
    Ok,

    /// <summary>It was answered: refused, so nothing happened.</summary>
    Refused,

    /// <summary>No answer came: it happened or not.</summary>
    Unknown,
}

/// <summary>A message that a client asked to send, with all its tries.</summary>
public sealed record Sending(
    Guid AuthorId, Guid ConversationId, Guid ClientMessageId, string Body, Outcome Outcome, Guid? MessageId = null, long? Seq = null);

/// <summary>An edit that a client asked for.</summary>
public sealed record Editing(Guid MessageId, string Body, Outcome Outcome, long? Version = null);

/// <summary>An event of a conversation as somebody fetched it when all was quiet.</summary>
/// <param name="MessageSeq">The number of the message that it is or changes.</param>
/// <param name="Hidden">Who fetched it had deleted that message for themselves.</param>
public sealed record SeenEvent(long Seq, string Type, Guid? MessageId, long? MessageSeq = null, bool Hidden = false);

/// <summary>A message as somebody fetched it when all was quiet.</summary>
public sealed record SeenMessage(
    long Seq, Guid Id, Guid AuthorId, Guid ClientMessageId, string Body, long Version, bool Counts, bool IsDeleted);

/// <summary>What somebody sees of a conversation when all is quiet.</summary>
/// <param name="Client">Which device, for people who read a failure.</param>
/// <param name="Kept">What the device had kept by itself: each message by its number, in full.</param>
/// <param name="Fetched">The same as a fresh fetch gives it.</param>
public sealed record View(
    string Client,
    Guid UserId,
    Guid ConversationId,
    long HistoryFrom,
    long Head,
    IReadOnlyList<SeenEvent> Events,
    IReadOnlyList<SeenMessage> Messages,
    IReadOnlyDictionary<long, string> Kept,
    IReadOnlyDictionary<long, string> Fetched,
    long ReadSeq,
    long Unread);

/// <summary>Everything that the clients of a run asked for and saw: what a checker goes by, without the system.</summary>
public sealed class RunHistory
{
    private readonly ConcurrentQueue<Sending> sendings = new();
    private readonly ConcurrentQueue<Editing> editings = new();
    private readonly ConcurrentQueue<View> views = new();

    public IReadOnlyCollection<Sending> Sendings => sendings;

    public IReadOnlyCollection<Editing> Editings => editings;

    public IReadOnlyCollection<View> Views => views;

    public void Add(Sending sending) => sendings.Enqueue(sending);

    public void Add(Editing editing) => editings.Enqueue(editing);

    public void Add(View view) => views.Enqueue(view);
}

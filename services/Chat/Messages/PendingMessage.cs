using System.Diagnostics;
using System.Text.Json;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Messages;

/// <summary>
/// A send that waits for its batch. Its id is given here, so that a try whose answer got lost is known again.
/// </summary>
internal sealed class PendingMessage(
    Guid conversationId, Author author, NewMessage message, (string ConnectionId, string InvocationId)? answered = null)
{
    // The writer must not run what two hundred callers do with their answers, unless that is next to nothing.
    private readonly TaskCompletionSource<Outcome<WrittenMessage>> answer = new(
        answered is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Since when it waits, as <see cref="Stopwatch"/> counts.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    public Guid ConversationId => conversationId;

    public Author Author => author;

    public NewMessage Message => message;

    /// <summary>Whether the author moderates the whole site.</summary>
    public bool IsModerator { get; init; }

    /// <summary>Of a forwarded message where it comes from.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The call of a hub that is answered with the event; null when the caller does that.</summary>
    public (string ConnectionId, string InvocationId)? Answered => answered;

    /// <summary>Whom the text names.</summary>
    public Mentioned Mentioned { get; init; } = Mentioned.Nobody;

    public string? Traceparent { get; } = Activity.Current?.Id;

    public Task<Outcome<WrittenMessage>> Answer => answer.Task;

    public void Complete(Outcome<WrittenMessage> outcome) => answer.TrySetResult(outcome);
}

/// <summary>What <c>append_messages</c> made of one send.</summary>
/// <param name="RetryAfter">Of slow mode: how long the author is to wait.</param>
internal sealed record WrittenMessage(
    Verdict Verdict,
    Guid MessageId,
    long Seq,
    DateTimeOffset CreatedAt,
    (Guid Low, Guid High)? Pair,
    (long Seq, Guid AuthorId)? Parent,
    MessageThread? Thread,
    Guid[]? Mentions,
    string? MentionsEveryone,
    TimeSpan? RetryAfter)
{
    public Audience Audience => new(Pair);

    /// <summary>What the call is told that wrote it; null when its caller does that.</summary>
    public CallAnswer? AnswerTo(PendingMessage pending) => pending.Answered is var (connectionId, invocationId)
        ? new CallAnswer(connectionId, invocationId, new SentMessage(MessageId, Seq, CreatedAt, Duplicate: false))
        : null;

    /// <summary>The message that everyone is told of.</summary>
    public Message ToMessage(PendingMessage pending) => new()
    {
        Id = MessageId,
        ConversationId = pending.ConversationId,
        Seq = Seq,
        Type = EventType.MessageCreated,
        ClientMessageId = pending.Message.ClientMessageId,
        Author = pending.Author,
        Body = pending.Message.Body,
        Version = Seq,
        CreatedAt = CreatedAt,
        ReplyTo = Parent is { } parent ? new RepliedTo(pending.Message.ReplyTo!.Value, parent.Seq, parent.AuthorId) : null,
        Thread = Thread,
        Mentions = Mentions,
        MentionsEveryone = MentionsEveryone,
        Data = pending.Data,
    };
}

internal enum Verdict
{
    Created,
    Duplicate,
    Reused,
    NotFound,
    NotAllowed,
    RequestPending,
    ReplyNotFound,
    SlowMode,
}

using System.Diagnostics;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>
/// A send that waits for its batch. Its id is given here, so that a try whose answer got lost is known again.
/// </summary>
internal sealed class PendingMessage(Guid conversationId, Author author, NewMessage message)
{
    // The writer must not run the continuations of two hundred callers.
    private readonly TaskCompletionSource<Outcome<WrittenMessage>> answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid ConversationId => conversationId;

    public Author Author => author;

    public NewMessage Message => message;

    public string? Traceparent { get; } = Activity.Current?.Id;

    public Task<Outcome<WrittenMessage>> Answer => answer.Task;

    public void Complete(Outcome<WrittenMessage> outcome) => answer.TrySetResult(outcome);
}

/// <summary>What <c>append_messages</c> made of one send.</summary>
/// <param name="Pair">The two of a direct conversation; null for the public room.</param>
internal sealed record WrittenMessage(
    Verdict Verdict, Guid MessageId, long Seq, DateTimeOffset CreatedAt, (Guid Low, Guid High)? Pair);

internal enum Verdict
{
    Created,
    Duplicate,
    Reused,
    NotFound,
    NotAllowed,
}

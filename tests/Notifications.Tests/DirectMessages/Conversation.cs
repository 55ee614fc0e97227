using OneVOne.Contracts.Chat;

namespace OneVOne.Notifications.Tests.DirectMessages;

/// <summary>A direct conversation of the test, and the events that Chat would tell of it.</summary>
internal sealed record Conversation(Person From, Person To)
{
    private readonly DateTimeOffset startedAt = Times.Now();

    public Guid Id { get; } = Guid.CreateVersion7();

    public DirectMessage Message(long seq) =>
        new(Guid.CreateVersion7(), Id, seq, From.Id, To.Id, $"message {seq}", startedAt.AddSeconds(seq));

    /// <summary>A batch with the messages of these numbers.</summary>
    public DirectMessagesSent Sent(params long[] seqs) => new([.. seqs.Select(Message)]);

    public ConversationRead Read(long seq) => new(To.Id, Id, seq, startedAt.AddSeconds(seq));
}

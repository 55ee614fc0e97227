namespace OneVOne.Contracts.Chat;

/// <summary>Direct messages of one write batch whose receivers were not looking at the conversation.</summary>
public sealed record DirectMessagesSent(IReadOnlyList<DirectMessage> Messages);

/// <summary>One message of <see cref="DirectMessagesSent"/>.</summary>
/// <param name="MessageId">The message, UUIDv7.</param>
/// <param name="ConversationId">The direct conversation of the two.</param>
/// <param name="Seq">Its number in the conversation.</param>
/// <param name="AuthorId">Who wrote it.</param>
/// <param name="RecipientId">The other of the two.</param>
/// <param name="Preview">The first 140 characters of the text.</param>
/// <param name="SentAt">When it was committed, UTC.</param>
public sealed record DirectMessage(
    Guid MessageId, Guid ConversationId, long Seq, Guid AuthorId, Guid RecipientId, string Preview, DateTimeOffset SentAt);

/// <summary>A person has read a direct conversation up to and including a number.</summary>
public sealed record ConversationRead(Guid UserId, Guid ConversationId, long Seq, DateTimeOffset ReadAt);

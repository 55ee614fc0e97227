using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Chat.Conversations;

/// <summary>A conversation as one of its members sees it.</summary>
/// <param name="Name">The room's name; of a direct conversation the other's display name.</param>
/// <param name="Peer">The other one of a direct conversation; else null.</param>
/// <param name="HeadSeq">The number of the last event; 0 while there is none.</param>
/// <param name="ReadSeq">Up to where this member has read.</param>
/// <param name="Unread">Others' messages after that; 1000 stands for 1000 and more.</param>
public sealed record Conversation(
    Guid Id,
    ConversationKind Kind,
    string Name,
    Person? Peer,
    long HeadSeq,
    long ReadSeq,
    long Unread,
    Message? LastMessage,
    DateTimeOffset CreatedAt);

/// <summary>Who takes part in a conversation.</summary>
public enum ConversationKind
{
    /// <summary>Everyone.</summary>
    Public = 1,

    /// <summary>Two people.</summary>
    Direct = 2,
}

/// <summary>The room that everyone is in; the first migration makes it.</summary>
internal static class PublicRoom
{
    public static Guid Id { get; } = new("00000000-0000-7000-8000-000000000001");
}

internal static class ConversationKinds
{
    /// <summary>The kind as the database spells it.</summary>
    public static ConversationKind Parse(string kind) => kind switch
    {
        "public" => ConversationKind.Public,
        "direct" => ConversationKind.Direct,
        _ => throw new InvalidOperationException($"The database has a conversation of unknown kind {kind}."),
    };
}

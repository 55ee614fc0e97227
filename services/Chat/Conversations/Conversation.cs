using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Chat.Conversations;

/// <summary>A conversation as one of its members sees it.</summary>
public sealed record Conversation
{
    public required Guid Id { get; init; }

    public required ConversationKind Kind { get; init; }

    /// <summary>The room's name; of a direct conversation the other's display name.</summary>
    public required string Name { get; init; }

    public required string Topic { get; init; }

    /// <summary>The other one of a direct conversation; else null.</summary>
    public Person? Peer { get; init; }

    /// <summary>The number of the last event; 0 while there is none.</summary>
    public required long HeadSeq { get; init; }

    /// <summary>Up to where this member has read.</summary>
    public required long ReadSeq { get; init; }

    /// <summary>Rises with every move of the read mark, backward ones too: the higher is the newer.</summary>
    public required long ReadVersion { get; init; }

    /// <summary>Others' messages after that; 1000 stands for 1000 and more.</summary>
    public required long Unread { get; init; }

    /// <summary>Those of them that name this member, or everyone.</summary>
    public required long Mentions { get; init; }

    /// <summary>Events up to this number were before this member's time; 0 where all may be read.</summary>
    public required long HistoryFrom { get; init; }

    /// <summary>What this member may do.</summary>
    public required MemberRole Role { get; init; }

    /// <summary>How many members a room has; 0 of other kinds.</summary>
    public required int MemberCount { get; init; }

    /// <summary>Seconds between two messages of a member; 0 is none.</summary>
    public required int SlowMode { get; init; }

    /// <summary>Whether who joins later may read what was before.</summary>
    public required HistoryPolicy History { get; init; }

    /// <summary>The version of name, topic and policy, for <c>If-Match</c>.</summary>
    public required long SettingsSeq { get; init; }

    /// <summary>Of a message request that has no answer yet: whether this member asked or was asked.</summary>
    public MessageRequest? Request { get; init; }

    public required bool Pinned { get; init; }

    public required bool Archived { get; init; }

    public DateTimeOffset? MutedUntil { get; init; }

    public Message? LastMessage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastActivityAt { get; init; }
}

/// <summary>Who takes part in a conversation.</summary>
public enum ConversationKind
{
    /// <summary>Everyone.</summary>
    Public = 1,

    /// <summary>Two people.</summary>
    Direct = 2,

    /// <summary>Whoever joins: listed and open.</summary>
    Room = 3,
}

/// <summary>What a member may do in a conversation; each may do all that those before it may.</summary>
public enum MemberRole
{
    Member,
    Admin,
    Owner,
}

/// <summary>What who joins later may read.</summary>
public enum HistoryPolicy
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>What comes after their joining.</summary>
    SinceJoin,
}

/// <summary>How a message request stands, as one of the two sees it.</summary>
public enum MessageRequest
{
    /// <summary>This member asked; the other has not answered.</summary>
    Sent,

    /// <summary>The other asks.</summary>
    Received,

    /// <summary>The other asks, and this member does not want to see it.</summary>
    Ignored,
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
        "room" => ConversationKind.Room,
        _ => throw new InvalidOperationException($"The database has a conversation of unknown kind {kind}."),
    };

    /// <inheritdoc cref="Parse"/>
    public static MemberRole ParseRole(string role) => Enum.Parse<MemberRole>(role, ignoreCase: true);

    /// <inheritdoc cref="Parse"/>
    public static HistoryPolicy ParseHistory(string history) =>
        history == "all" ? HistoryPolicy.All : HistoryPolicy.SinceJoin;

    /// <summary>As the database spells it.</summary>
    public static string ToColumn(this HistoryPolicy history) => history == HistoryPolicy.All ? "all" : "since_join";

    /// <inheritdoc cref="ToColumn(HistoryPolicy)"/>
    public static string ToColumn(this MemberRole role) => role switch
    {
        MemberRole.Owner => "owner",
        MemberRole.Admin => "admin",
        _ => "member",
    };
}

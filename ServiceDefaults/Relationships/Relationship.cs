using OneVOne.Contracts.Friends;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>What stands between two people, as Friends told it last.</summary>
/// <param name="LowUserId">The smaller id of the two, byte by byte, which is how both PostgreSQL and .NET compare.</param>
/// <param name="Version">0 for two who never were anything to each other.</param>
public sealed record Relationship(
    Guid LowUserId, Guid HighUserId, bool AreFriends, bool LowBlocksHigh, bool HighBlocksLow, long Version)
{
    /// <summary>Either blocks the other.</summary>
    public bool IsBlocked => LowBlocksHigh || HighBlocksLow;

    /// <summary>Whether this one of the two does not want to hear from the other.</summary>
    public bool IsBlockedBy(Guid userId) => userId == LowUserId ? LowBlocksHigh : userId == HighUserId && HighBlocksLow;

    public static Relationship Friends(Guid one, Guid other, long version) =>
        one.CompareTo(other) < 0
            ? new(one, other, true, false, false, version)
            : new(other, one, true, false, false, version);
}

/// <summary>Who may reach a person, as Friends told it last.</summary>
/// <param name="Version">0 for the defaults.</param>
public sealed record PrivacySettings(
    Guid UserId,
    Audience FriendRequests,
    Audience DirectMessages,
    Audience GroupInvites,
    Audience GameInvites,
    Audience Presence,
    long Version)
{
    /// <summary>Of who never changed anything.</summary>
    public static PrivacySettings DefaultsOf(Guid userId) =>
        new(userId, Audience.Everyone, Audience.Friends, Audience.Friends, Audience.Friends, Audience.Friends, 0);
}

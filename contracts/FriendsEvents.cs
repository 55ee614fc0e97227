namespace OneVOne.Contracts.Friends;

/// <summary>
/// What stands between two people changed: a friendship began or ended, one blocked the other or no longer does. Carries all
/// of it, so that a projection needs only the highest version, in whatever order the events come.
/// </summary>
/// <param name="LowUserId">The one of the two whose id is smaller, compared as PostgreSQL compares UUIDs: byte by byte.</param>
/// <param name="HighUserId">The other.</param>
/// <param name="AreFriends">Never together with a block.</param>
/// <param name="LowBlocksHigh">The first does not want to hear from the second.</param>
/// <param name="HighBlocksLow">The second does not want to hear from the first.</param>
/// <param name="ChangedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the pair, rising with each change. A projection ignores what is not newer than it has.</param>
public sealed record RelationshipChanged(
    Guid LowUserId,
    Guid HighUserId,
    bool AreFriends,
    bool LowBlocksHigh,
    bool HighBlocksLow,
    DateTimeOffset ChangedAt,
    long Version);

/// <summary>A person changed who may reach them. Carries all of it; the highest version counts.</summary>
/// <param name="UserId">Whose settings.</param>
/// <param name="FriendRequests">Who may ask for friendship.</param>
/// <param name="DirectMessages">Who may write; others may send a message request where it is not <see cref="Audience.Nobody"/>.</param>
/// <param name="GroupInvites">Who may invite to a group.</param>
/// <param name="GameInvites">Who may invite to a game.</param>
/// <param name="Presence">Who sees whether the person is here.</param>
/// <param name="ChangedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the settings, from 1. Without any event the defaults hold, which are version 0.</param>
public sealed record PrivacyChanged(
    Guid UserId,
    Audience FriendRequests,
    Audience DirectMessages,
    Audience GroupInvites,
    Audience GameInvites,
    Audience Presence,
    DateTimeOffset ChangedAt,
    long Version);

/// <summary>Who may do something; each includes those after it. A block stands above all.</summary>
public enum Audience
{
    /// <summary>Everyone with an account.</summary>
    Everyone = 1,

    /// <summary>Friends, friends of friends, and those who share a conversation that is not public.</summary>
    FriendsOfFriends = 2,

    /// <summary>Friends.</summary>
    Friends = 3,

    /// <summary>Nobody.</summary>
    Nobody = 4,
}

/// <summary>A person asked another for their friendship.</summary>
/// <param name="RequestId">The request, UUIDv7.</param>
/// <param name="FromUserId">Who asks.</param>
/// <param name="ToUserId">Who is asked.</param>
/// <param name="SentAt">When it was committed, UTC.</param>
/// <param name="Note">What the asker wrote with it, if anything.</param>
public sealed record FriendRequestSent(
    Guid RequestId, Guid FromUserId, Guid ToUserId, DateTimeOffset SentAt, string? Note = null);

/// <summary>
/// Two people became friends: the receiver accepted, or the two requests crossed. For who was asking; projections follow
/// <see cref="RelationshipChanged"/>.
/// </summary>
/// <param name="RequestId">The request that was accepted.</param>
/// <param name="FromUserId">Who had asked.</param>
/// <param name="ToUserId">Who accepted.</param>
/// <param name="AcceptedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the pair; see <see cref="RelationshipChanged"/>.</param>
public sealed record FriendRequestAccepted(
    Guid RequestId, Guid FromUserId, Guid ToUserId, DateTimeOffset AcceptedAt, long Version);

/// <summary>A request ended without a friendship: declined, taken back, or ended by a block.</summary>
public sealed record FriendRequestClosed(
    Guid RequestId, Guid FromUserId, Guid ToUserId, FriendRequestOutcome Outcome, DateTimeOffset ClosedAt);

/// <summary>How a request ended without a friendship.</summary>
public enum FriendRequestOutcome
{
    /// <summary>The receiver said no.</summary>
    Declined = 1,

    /// <summary>The sender took it back.</summary>
    Canceled = 2,

    /// <summary>One of the two blocked the other, or an account was deleted.</summary>
    Withdrawn = 3,
}

namespace OneVOne.Contracts.Friends;

/// <summary>A person asked another for their friendship.</summary>
public sealed record FriendRequestSent(Guid RequestId, Guid FromUserId, Guid ToUserId, DateTimeOffset SentAt);

/// <summary>
/// Two people became friends: the receiver accepted, or the two requests crossed. Starts the friendship in every projection.
/// </summary>
/// <param name="RequestId">The request that was accepted.</param>
/// <param name="FromUserId">Who had asked.</param>
/// <param name="ToUserId">Who accepted.</param>
/// <param name="AcceptedAt">When it was committed, UTC.</param>
/// <param name="Version">
/// Of the pair, rising with each change of it whatever the direction. A projection ignores what is not newer than it has.
/// </param>
public sealed record FriendRequestAccepted(
    Guid RequestId, Guid FromUserId, Guid ToUserId, DateTimeOffset AcceptedAt, long Version);

/// <summary>A request ended without a friendship: its receiver declined it or its sender took it back.</summary>
public sealed record FriendRequestClosed(
    Guid RequestId, Guid FromUserId, Guid ToUserId, FriendRequestOutcome Outcome, DateTimeOffset ClosedAt);

/// <summary>How a request ended without a friendship.</summary>
public enum FriendRequestOutcome
{
    /// <summary>The receiver said no.</summary>
    Declined = 1,

    /// <summary>The sender took it back.</summary>
    Canceled = 2,
}

/// <summary>Two people are no longer friends.</summary>
/// <param name="UserId">Who ended it.</param>
/// <param name="OtherUserId">The other one.</param>
/// <param name="EndedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the pair; see <see cref="FriendRequestAccepted"/>.</param>
public sealed record FriendshipEnded(Guid UserId, Guid OtherUserId, DateTimeOffset EndedAt, long Version);

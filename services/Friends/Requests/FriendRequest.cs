using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Requests;

/// <summary>A request for friendship, as clients see it.</summary>
internal sealed record FriendRequest(
    Guid Id, Person From, Person To, DateTimeOffset SentAt, FriendRequestStatus Status, string? Note);

internal enum FriendRequestStatus
{
    Pending,

    /// <summary>The other had already asked, so the two are friends now.</summary>
    Accepted,
}

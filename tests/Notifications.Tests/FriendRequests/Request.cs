using OneVOne.Contracts.Friends;

namespace OneVOne.Notifications.Tests.FriendRequests;

/// <summary>A friend request of the test, and the events that Friends would tell of it.</summary>
internal sealed record Request(Person From, Person To)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public DateTimeOffset SentAt { get; } = Times.Now();

    public FriendRequestSent Sent => new(Id, From.Id, To.Id, SentAt);

    public FriendRequestAccepted Accepted => new(Id, From.Id, To.Id, SentAt.AddSeconds(5), Version: 2);

    public FriendRequestClosed Declined => new(Id, From.Id, To.Id, FriendRequestOutcome.Declined, SentAt.AddSeconds(5));

    public FriendRequestClosed Canceled => new(Id, From.Id, To.Id, FriendRequestOutcome.Canceled, SentAt.AddSeconds(5));
}

using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Friendships;

/// <summary>A friend of the caller.</summary>
internal sealed record Friend(Person User, DateTimeOffset Since);

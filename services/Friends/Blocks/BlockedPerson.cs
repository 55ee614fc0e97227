using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Blocks;

/// <summary>Somebody whom the caller blocks.</summary>
internal sealed record BlockedPerson(Person User, DateTimeOffset Since);

namespace OneVOne.Contracts.Identity;

/// <summary>An account was made. The first thing that any service hears of a person.</summary>
/// <param name="UserId">The account, UUIDv7; never reused.</param>
/// <param name="Username">The unique name as the person wrote it; 3 to 20 characters.</param>
/// <param name="DisplayName">The name to show; equals <paramref name="Username"/> until the person changes it.</param>
/// <param name="RegisteredAt">When the account was committed, UTC.</param>
/// <param name="Version">Of the profile: 1 here, higher with each change. A projection keeps the highest that it saw.</param>
public sealed record UserRegistered(
    Guid UserId, string Username, string DisplayName, DateTimeOffset RegisteredAt, long Version);

namespace OneVOne.Contracts.Identity;

/// <summary>An account was made. The first thing that any service hears of a person.</summary>
/// <param name="UserId">The account, UUIDv7; never reused.</param>
/// <param name="Username">The unique name as the person wrote it; 3 to 20 characters.</param>
/// <param name="DisplayName">The name to show; equals <paramref name="Username"/> until the person changes it.</param>
/// <param name="RegisteredAt">When the account was committed, UTC.</param>
/// <param name="Version">Of the profile: 1 here, higher with each change. A projection keeps the highest that it saw.</param>
public sealed record UserRegistered(
    Guid UserId, string Username, string DisplayName, DateTimeOffset RegisteredAt, long Version);

/// <summary>What others see of a person is different now. Carries all of it, so that only the highest version matters.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Username">The unique name; changes when a guest takes a full account.</param>
/// <param name="DisplayName">The name to show.</param>
/// <param name="AvatarId">The uploaded picture; null for the generated one.</param>
/// <param name="ChangedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the profile; see <see cref="UserRegistered"/>.</param>
public sealed record ProfileChanged(
    Guid UserId, string Username, string DisplayName, Guid? AvatarId, DateTimeOffset ChangedAt, long Version);

/// <summary>
/// The grace of a deletion is over and the account is gone: every service erases what it keeps of the person, leaves what
/// belongs to others whole, and answers with <see cref="Privacy.PersonErased"/>.
/// </summary>
/// <param name="UserId">The account that was; never reused.</param>
/// <param name="DeletedAt">When it was committed, UTC.</param>
/// <param name="Version">Of the profile, its last: later events of the profile are older than this.</param>
public sealed record UserDeleted(Guid UserId, DateTimeOffset DeletedAt, long Version);

/// <summary>A person asked for all that is kept of them: every service answers with <see cref="Privacy.PersonalDataGathered"/>.</summary>
/// <param name="ExportId">The export, UUIDv7.</param>
/// <param name="UserId">Whose data.</param>
/// <param name="RequestedAt">When it was committed, UTC.</param>
public sealed record DataExportRequested(Guid ExportId, Guid UserId, DateTimeOffset RequestedAt);

/// <summary>An export is whole and can be downloaded.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="UserId">Whose data, and who alone may download it.</param>
/// <param name="ReadyAt">When the last part had come, UTC.</param>
/// <param name="ExpiresAt">When it is removed, UTC.</param>
public sealed record DataExportReady(Guid ExportId, Guid UserId, DateTimeOffset ReadyAt, DateTimeOffset ExpiresAt);

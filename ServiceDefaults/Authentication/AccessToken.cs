namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>What a checked access token says.</summary>
/// <param name="UserId"><c>sub</c>.</param>
/// <param name="SessionId"><c>sid</c>.</param>
/// <param name="Username"><c>name</c>.</param>
/// <param name="ExpiresAt"><c>exp</c>.</param>
public sealed record AccessToken(Guid UserId, Guid SessionId, string Username, DateTimeOffset ExpiresAt);

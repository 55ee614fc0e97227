namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>What a checked access token says.</summary>
/// <param name="UserId"><c>sub</c>.</param>
/// <param name="SessionId"><c>sid</c>.</param>
/// <param name="Username"><c>name</c>.</param>
/// <param name="ExpiresAt"><c>exp</c>.</param>
/// <param name="Role"><c>role</c>; a token without it is a user's.</param>
/// <param name="EmailVerified"><c>email_verified</c> (OpenID Connect Core §5.1): the person has shown that mail reaches them.</param>
public sealed record AccessToken(
    Guid UserId,
    Guid SessionId,
    string Username,
    DateTimeOffset ExpiresAt,
    Role Role = Role.User,
    bool EmailVerified = false);

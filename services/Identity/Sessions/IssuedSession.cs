using System.Text.Json.Serialization;
using OneVOne.Identity.Accounts;

namespace OneVOne.Identity.Sessions;

/// <summary>What a client gets when it registers, logs in or refreshes.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c> on every service and <c>?access_token=</c> on hubs.</param>
/// <param name="ExpiresIn">Seconds until the access token has to be refreshed.</param>
/// <param name="RefreshToken">For one refresh, which answers with the next one; absent when it went into a cookie.</param>
/// <param name="User">Whose session it is.</param>
public sealed record IssuedSession(
    string AccessToken,
    int ExpiresIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    OwnProfile User)
{
    /// <summary>How long the refresh token is good, if it is not used.</summary>
    internal TimeSpan RefreshLifetime { get; init; }
}

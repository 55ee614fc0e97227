namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>How access tokens are checked; section <c>Authentication</c>.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>The only accepted <c>iss</c>.</summary>
    public string Issuer { get; set; } = "onevone";

    /// <summary>The only accepted <c>aud</c>.</summary>
    public string Audience { get; set; } = "onevone";

    /// <summary>How far clocks may differ.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long fetched keys serve without asking again.</summary>
    public TimeSpan KeysLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The shortest time between two fetches of the keys. A token with an unknown key id causes a fetch, so this is
    /// what a flood of forged tokens can cost.
    /// </summary>
    public TimeSpan KeysRefetchInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often Identity's list of ended sessions is read: how late a replica that missed Redis' word closes connections.
    /// </summary>
    public TimeSpan EndedSessionsInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The Redis channel on which Identity tells of ended sessions; the same for Identity and all services.</summary>
    public string EndedSessionsChannel { get; set; } = "onevone:ended-sessions";
}

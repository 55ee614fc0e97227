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
}

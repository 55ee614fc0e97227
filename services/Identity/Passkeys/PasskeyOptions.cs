namespace OneVOne.Identity.Passkeys;

/// <summary>Where people reach the system; section <c>Identity</c>.</summary>
public sealed class PasskeyOptions
{
    /// <summary>
    /// The address of the web client as browsers see it. Its host is what passkeys are bound to: with another host they are
    /// all lost. Browsers accept https and localhost.
    /// </summary>
    public Uri PublicUrl { get; set; } = new("http://localhost:8080");

    internal string Origin => PublicUrl.GetLeftPart(UriPartial.Authority);

    internal bool IsUsable => PublicUrl.IsAbsoluteUri && PublicUrl.Scheme is "http" or "https";
}

namespace OneVOne.Identity;

/// <summary>Where people reach this system; section <c>Identity</c>.</summary>
public sealed class PublicAddressOptions
{
    /// <summary>
    /// The gateway's address as browsers see it. The links in e-mails begin with it, and passkeys are bound to its host: with
    /// another host they are all lost. Browsers accept passkeys on https and on localhost.
    /// </summary>
    public string PublicUrl { get; set; } = "http://localhost:8080";

    internal Uri Url => new(PublicUrl.EndsWith('/') ? PublicUrl : PublicUrl + "/");

    internal string Origin => Url.GetLeftPart(UriPartial.Authority);

    internal bool IsUsable => Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}

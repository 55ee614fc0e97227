using System.Net;
using Microsoft.Extensions.Options;

namespace OneVOne.Gateway;

/// <summary>What a deployment decides; section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Networks (CIDR) whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed: the load balancers in
    /// front. Empty: the gateway faces the clients, and what they claim about themselves is dropped.
    /// </summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Other origins whose pages may use the API and open sockets, e.g. <c>https://play.example.org</c>.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>The largest request body, in bytes.</summary>
    public long MaxBodySize { get; set; } = 256 * 1024;

    /// <summary>
    /// Requests per second that one client address may make for long; 0 turns the limit off. High, as a school or a
    /// mobile network is one address too: it stops floods, and the services limit accounts.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 2000;

    /// <summary>Requests that one client address may make at once.</summary>
    public int RequestBurst { get; set; } = 4000;

    /// <summary>How long a service may be silent within a request before the client gets a 504.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a WebSocket may be silent. Hubs ping every 15 s, so this only ends connections whose peer is gone.
    /// </summary>
    public TimeSpan SocketIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long connecting to a replica may take before another is tried.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often every replica is asked for its health.</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a replica may take to tell its health.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a replica that refused a connection is left out before requests try it again.</summary>
    public TimeSpan LeftOutFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The folder of the built web client; by default <c>wwwroot</c> in the content root or beside the program.
    /// </summary>
    public string? WebRoot { get; set; }
}

/// <summary>Refuses to start with a setting that would fail, or silently do nothing, later.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = options.TrustedProxies
            .Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => $"Gateway:TrustedProxies: '{network}' is not a network such as 10.0.0.0/8.")
            .Concat(options.AllowedOrigins
                .Where(origin => !IsOrigin(origin))
                .Select(origin => $"Gateway:AllowedOrigins: '{origin}' is not an origin such as https://play.example.org."))
            .ToList();
        if (options.MaxBodySize <= 0
            || options.RequestsPerSecond < 0
            || options.RequestBurst < Math.Max(1, options.RequestsPerSecond))
        {
            failures.Add("Gateway: MaxBodySize must be positive, and RequestBurst at least RequestsPerSecond.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}

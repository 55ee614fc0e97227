using System.Globalization;
using Yarp.ReverseProxy.Configuration;

namespace OneVOne.Gateway.Proxying;

/// <summary>What leads where. Everything else is the web client's, or nothing's.</summary>
internal static class GatewayRoutes
{
    /// <summary>Under <c>/api/{service}</c>, with its OpenAPI document at <c>/openapi/{service}.json</c>.</summary>
    public static readonly string[] Services = ["identity", "friends", "chat", "presence", "notifications"];

    /// <summary>Services that have a hub, at <c>/hubs/{service}</c>.</summary>
    public static readonly string[] Hubs = ["chat", "presence", "notifications"];

    /// <summary>Paths that are never the web client's, whether a route matches or not.</summary>
    public static readonly string[] Reserved =
        ["/api", "/hubs", "/openapi", "/.well-known", "/docs", "/health", "/alive"];

    /// <summary>The metadata of routes whose bodies may be larger than others'.</summary>
    public const string MaxBodySize = "MaxBodySize";

    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        Route("identity", "/api/identity/me/avatar") with { Metadata = Bodies(GatewayLimits.MaxAvatarSize) },
        .. Services.Select(service => Route(service, $"/api/{service}/{{**rest}}")),
        .. Services.Select(service => Route(service, $"/openapi/{service}.json", "/openapi/v1.json")),
        .. Hubs.Select(hub => Route(HubsOf(hub), $"/hubs/{hub}/{{**rest}}")),
        Route("identity", "/.well-known/jwks.json"),
    ];

    /// <summary>The cluster of a service's hub: the same replicas, other balancing and other timeouts.</summary>
    public static string HubsOf(string service) => $"{service}-hubs";

    private static Dictionary<string, string> Bodies(long size) => new()
    {
        [MaxBodySize] = size.ToString(CultureInfo.InvariantCulture),
    };

    private static RouteConfig Route(string cluster, string path, string? destinationPath = null) => new()
    {
        RouteId = path,
        ClusterId = cluster,
        Match = new RouteMatch { Path = path },
        Transforms = destinationPath is null
            ? null
            : [new Dictionary<string, string> { ["PathSet"] = destinationPath }],
    };
}

using System.Net;
using OneVOne.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace OneVOne.Gateway.Proxying;

/// <summary>
/// The replicas of each service, from <c>services:{name}:http:{n}</c>: one destination for each address, which is one
/// for each replica, or one in all on a platform that balances by itself.
/// </summary>
internal static class GatewayClusters
{
    public static IReadOnlyList<ClusterConfig> From(IConfiguration configuration, GatewayOptions options) =>
    [
        .. GatewayRoutes.Services.Select(service => Cluster(
            service, service, LoadBalancingPolicies.PowerOfTwoChoices, options.RequestTimeout, configuration, options)),
        // Sockets live for hours, so the replica with the fewest gets the next. A cluster of their own, as otherwise a
        // replica that just came back would also get all the short requests until it has its share of sockets.
        .. GatewayRoutes.Hubs.Select(service => Cluster(
            GatewayRoutes.HubsOf(service), service, LoadBalancingPolicies.LeastRequests, options.SocketIdleTimeout,
            configuration, options)),
    ];

    private static ClusterConfig Cluster(
        string id, string service, string balancing, TimeSpan silence,
        IConfiguration configuration, GatewayOptions options) => new()
        {
            ClusterId = id,
            LoadBalancingPolicy = balancing,
            Destinations = configuration.GetServiceAddresses(service)
            .Select((address, n) => ($"{service}-{n}", new DestinationConfig { Address = address.ToString() }))
            .ToDictionary(StringComparer.OrdinalIgnoreCase),
            HttpRequest = new ForwarderRequestConfig
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = silence,
            },
            HealthCheck = Health(options),
            Metadata = new Dictionary<string, string>
            {
                [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] =
                GatewayLimits.FailedProbes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };

    private static HealthCheckConfig Health(GatewayOptions options) => new()
    {
        // When all replicas look ill, the probe is more likely wrong than they are: use all.
        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
        Active = new ActiveHealthCheckConfig
        {
            Enabled = true,
            Path = "/health",
            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            Interval = options.ProbeInterval,
            Timeout = options.ProbeTimeout,
        },
        Passive = new PassiveHealthCheckConfig
        {
            Enabled = true,
            Policy = UnreachablePolicy.PolicyName,
            ReactivationPeriod = options.LeftOutFor,
        },
    };
}

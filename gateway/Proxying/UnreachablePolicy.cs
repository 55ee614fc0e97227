using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace OneVOne.Gateway.Proxying;

/// <summary>
/// Takes a replica out at the first connection that it refuses. YARP's own passive policy counts failures in percent
/// over a minute, in which every other request would still go to a process that is dead.
/// </summary>
internal sealed class UnreachablePolicy(IDestinationHealthUpdater health, IOptions<GatewayOptions> options)
    : IPassiveHealthCheckPolicy
{
    public const string PolicyName = "Unreachable";

    public string Name => PolicyName;

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        if (context.Features.Get<IForwarderErrorFeature>()?.IsUnreachable() == true)
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, options.Value.LeftOutFor);
        }
    }
}

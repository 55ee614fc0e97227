using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace OneVOne.Gateway.Proxying;

/// <summary>The connections to the services.</summary>
internal sealed class ReplicaHttpClientFactory(IOptions<GatewayOptions> options) : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.Value.ConnectTimeout;
        handler.PooledConnectionLifetime = GatewayLimits.ConnectionLifetime;
    }
}

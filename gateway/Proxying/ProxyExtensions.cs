using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace OneVOne.Gateway.Proxying;

/// <summary>YARP, with what a client must not notice when a replica goes.</summary>
internal static class ProxyExtensions
{
    public static void AddProxy(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddReverseProxy()
            // YARP sets X-Forwarded-* from the connection; the standard spelling (RFC 7239) would pass as the client
            // wrote it.
            .AddTransforms(transforms => transforms
                .AddRequestHeaderRemove("Forwarded")
                .AddResponseHeaderRemove("Server", ResponseCondition.Always));
        services.AddSingleton<IProxyConfigProvider>(provider => new InMemoryConfigProvider(
            GatewayRoutes.All,
            GatewayClusters.From(
                provider.GetRequiredService<IConfiguration>(),
                provider.GetRequiredService<IOptions<GatewayOptions>>().Value)));
        services.AddSingleton<IPassiveHealthCheckPolicy, UnreachablePolicy>();
        services.AddSingleton<IForwarderHttpClientFactory, ReplicaHttpClientFactory>();
    }

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.UseMiddleware<BodyLimit>();
        proxy.UseMiddleware<ProxyProblems>();
        proxy.UseMiddleware<ReplicaRetry>();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    });
}

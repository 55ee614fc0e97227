using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace OneVOne.Limits;

/// <summary>YARP with one route to one address.</summary>
internal static class BareYarp
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder, string behind)
    {
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "one", Match = new RouteMatch { Path = "/{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "one",
                    Destinations = new Dictionary<string, DestinationConfig> { ["it"] = new() { Address = behind } },
                    HttpRequest = new ForwarderRequestConfig
                    {
                        Version = HttpVersion.Version11,
                        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    },
                },
            ]);
        return app => app.MapReverseProxy();
    }
}

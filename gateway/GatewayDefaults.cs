using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Telemetry;

namespace OneVOne.Gateway;

/// <summary>
/// What <c>AddServiceDefaults</c> is to a service, less the access tokens: services check those themselves, and a
/// gateway that reads none has none to leak.
/// </summary>
internal static class GatewayDefaults
{
    public static WebApplicationBuilder AddGatewayDefaults(this WebApplicationBuilder builder)
    {
        builder.AddLoggingDefaults();
        builder.AddTelemetry("gateway");
        builder.AddQuietLogs();
        builder.Services.AddProblems();
        builder.Services.AddHealthChecks();
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>((kestrel, gateway) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = gateway.Value.MaxBodySize;
            kestrel.Limits.MaxRequestHeadersTotalSize = GatewayLimits.MaxHeadersSize;
            kestrel.Limits.RequestHeadersTimeout = GatewayLimits.HeadersTimeout;
        });
        // Kestrel stops accepting at once and gives what runs this long; sockets are cut then: YARP cannot close them.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = GatewayLimits.DrainTime);
        return builder;
    }

    /// <summary>
    /// The forwarder writes whole URLs at Information, and hubs take their access token in the query string; the rule
    /// names it exactly, so that no shorter setting of an operator turns it on again. YARP also writes a stack trace
    /// for every client that leaves and every failed probe; what matters of it is logged here in one line.
    /// </summary>
    private static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.ForwarderMiddleware", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.LoadBalancing", LogLevel.Error);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);
    }
}

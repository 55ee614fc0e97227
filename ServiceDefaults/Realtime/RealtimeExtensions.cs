using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>Hubs as all of ours are: JSON, WebSocket without negotiation, problems as errors, Redis between replicas.</summary>
public static class RealtimeExtensions
{
    /// <summary>The largest frame that a client may send: a message of the longest text, escaped, and its envelope.</summary>
    public const int MaxFrameSize = 32 * 1024;

    /// <summary>
    /// After this long without a word a client is given up, such as one whose network went without a goodbye. Clients ping
    /// every 15 s. <c>Realtime:ClientTimeout</c> sets another.
    /// </summary>
    private static readonly TimeSpan DefaultClientTimeout = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Calls of a connection that are read before the first of them is answered; what more it sends waits in its socket.
    /// <see cref="CallsInTurn"/> keeps their order.
    /// </summary>
    private const int CallsAtOnce = 64;

    /// <summary>Adds SignalR and its backplane. Needs <c>AddRedis</c>.</summary>
    public static IHostApplicationBuilder AddRealtime(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var clientTimeout = builder.Configuration.GetValue<TimeSpan?>("Realtime:ClientTimeout") ?? DefaultClientTimeout;
        services.AddSignalR(options =>
            {
                options.AddFilter<HubProblems>();
                options.AddFilter<CallsInTurn>();
                options.MaximumReceiveMessageSize = MaxFrameSize;
                // Below the 100 s after which proxies end idle connections, and soon enough to notice a dead peer.
                options.KeepAliveInterval = TimeSpan.FromSeconds(15);
                options.ClientTimeoutInterval = clientTimeout;
                options.MaximumParallelInvocationsPerClient = CallsAtOnce;
            })
            .AddJsonProtocol(options => JsonDefaults.Apply(options.PayloadSerializerOptions))
            .AddRedisBackplane();
        // SignalR gives up a silent client only once it has pinged. One whose network went before its first ping would be here
        // until its token ends, so the WebSocket itself asks too.
        services.Configure<Microsoft.AspNetCore.Builder.WebSocketOptions>(options =>
        {
            options.KeepAliveInterval = clientTimeout * 0.4;
            options.KeepAliveTimeout = clientTimeout * 0.6;
        });
        services.AddSingleton<HubProblems>();
        services.AddSingleton<CallsInTurn>();
        services.AddSingleton<SessionConnections>();
        services.AddSingleton<IUserIdProvider, SubjectUserIdProvider>();
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider =>
            new ProblemHubProtocol(new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>())));
        return builder;
    }

    /// <summary>Maps a hub at <c>/hubs/{area}</c>, for callers with an access token, until the token ends.</summary>
    public static IEndpointConventionBuilder MapRealtimeHub<THub>(this IEndpointRouteBuilder routes, string path)
        where THub : Hub
    {
        var options = new HttpConnectionDispatcherOptions
        {
            Transports = HttpTransportType.WebSockets,
            CloseOnAuthenticationExpiration = true,
            ApplicationMaxBufferSize = MaxFrameSize * 2,
        };
        // MapHub, which has no place for more between WebSocket and hub.
        return routes.MapConnections(path, options, connections => connections.UseUndividedWrites().UseHub<THub>())
            .WithMetadata(new HubMetadata(typeof(THub)))
            .RequireAuthorization();
    }

    private sealed class SubjectUserIdProvider : IUserIdProvider
    {
        public string GetUserId(HubConnectionContext connection) => CurrentUser.From(connection.User).Id.ToString();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
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

    /// <summary>Adds SignalR and its backplane. Needs <c>AddRedis</c>.</summary>
    public static IHostApplicationBuilder AddRealtime(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSignalR(options =>
            {
                options.AddFilter<HubProblems>();
                options.MaximumReceiveMessageSize = MaxFrameSize;
                // Below the 100 s after which proxies end idle connections, and soon enough to notice a dead peer.
                options.KeepAliveInterval = TimeSpan.FromSeconds(15);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(40);
                // One call at a time keeps a client's sends in its order.
                options.MaximumParallelInvocationsPerClient = 1;
            })
            .AddJsonProtocol(options => JsonDefaults.Apply(options.PayloadSerializerOptions))
            .AddRedisBackplane();
        services.AddSingleton<HubProblems>();
        services.AddSingleton<SessionConnections>();
        services.AddSingleton<IUserIdProvider, SubjectUserIdProvider>();
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider =>
            new ProblemHubProtocol(new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>())));
        return builder;
    }

    /// <summary>Maps a hub at <c>/hubs/{area}</c>, for callers with an access token, until the token ends.</summary>
    public static IEndpointConventionBuilder MapRealtimeHub<THub>(this IEndpointRouteBuilder routes, string path)
        where THub : Hub =>
        routes.MapHub<THub>(path, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.CloseOnAuthenticationExpiration = true;
            options.ApplicationMaxBufferSize = MaxFrameSize * 2;
        }).RequireAuthorization();

    private sealed class SubjectUserIdProvider : IUserIdProvider
    {
        public string GetUserId(HubConnectionContext connection) => CurrentUser.From(connection.User).Id.ToString();
    }
}

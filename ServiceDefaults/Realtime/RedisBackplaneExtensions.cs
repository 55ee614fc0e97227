using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace OneVOne.ServiceDefaults.Realtime;

public static class RedisBackplaneExtensions
{
    /// <summary>Spreads hubs over replicas by Redis; the same shape as SignalR's own <c>AddStackExchangeRedis</c>.</summary>
    public static ISignalRServerBuilder AddRedisBackplane(this ISignalRServerBuilder signalR)
    {
        signalR.Services.AddOptions<RedisBackplaneOptions>().BindConfiguration("Realtime:Backplane").ValidateOnStart();
        signalR.Services.AddSingleton(typeof(HubLifetimeManager<>), typeof(RedisHubLifetimeManager<>));
        signalR.Services.AddSingleton(typeof(UserGroups<>));
        signalR.Services.AddSingleton(typeof(Telling<>));
        return signalR;
    }
}

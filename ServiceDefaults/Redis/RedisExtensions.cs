using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Redis;

/// <summary>Redis: one multiplexed connection for a process.</summary>
public static class RedisExtensions
{
    public static IHostApplicationBuilder AddRedis(this IHostApplicationBuilder builder, string connectionName = "redis")
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(provider =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
                ?? throw new InvalidOperationException($"Redis is not configured: set ConnectionStrings__{connectionName}.");
            var options = ConfigurationOptions.Parse(configuration);
            // A process that starts or runs while Redis is away must live and find it again by itself.
            options.AbortOnConnectFail = false;
            // Long, as of a connection that is given up while it is made the client forgets the subscriptions (not sent
            // within 90 s). Where nobody listens it returns at once.
            options.ConnectTimeout = 15_000;
            options.SyncTimeout = 5000;
            options.KeepAlive = 10;
            options.ReconnectRetryPolicy = new LinearRetry(1000);
            return ConnectionMultiplexer.Connect(options);
        });
        builder.Services.AddHealthChecks().AddCheck<RedisHealth>("redis", timeout: TimeSpan.FromSeconds(5));
        return builder;
    }

    private sealed class RedisHealth(IConnectionMultiplexer redis) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            // Live delivery suffers without Redis, but what is durable goes on: degraded, not gone.
            Task.FromResult(redis.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis does not answer."));
    }
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Gateway.Security;

/// <summary>
/// A token bucket for each client address, so that one address cannot take everything. Kept in this replica's memory: with
/// N gateways an address gets up to N times as much. What people may do is limited by the services, by account.
/// </summary>
internal static class RateLimits
{
    public static void AddRateLimits(this WebApplicationBuilder builder) =>
        builder.Services.AddRateLimiter(_ => { }).AddOptions<RateLimiterOptions>().Configure<IOptions<GatewayOptions>>((limiter, gateway) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => PartitionOf(context, gateway.Value));
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
                var problem = ProblemTitles.ForBareStatus(StatusCodes.Status429TooManyRequests) with { RetryAfter = wait };
                return new ValueTask(ProblemWriter.WriteAsync(rejected.HttpContext, problem));
            };
        });

    public static void UseRateLimits(this WebApplication app) => app.UseRateLimiter();

    private static RateLimitPartition<IPAddress> PartitionOf(HttpContext context, GatewayOptions options)
    {
        // An orchestrator's probe must not fail because a client behind the same address is busy.
        if (options.RequestsPerSecond == 0 || context.Request.Path.Value is "/health" or "/alive")
        {
            return RateLimitPartition.GetNoLimiter(IPAddress.None);
        }

        return RateLimitPartition.GetTokenBucketLimiter(ClientOf(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.RequestBurst,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }

    /// <summary>One IPv6 customer has at least a /64, so single addresses of it would be as many buckets as they like.</summary>
    private static IPAddress ClientOf(IPAddress? address)
    {
        if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address ?? IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}

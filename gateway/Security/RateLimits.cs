using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Gateway.Security;

/// <summary>
/// A limit for each client address, so that one address cannot take everything. Kept in this replica's memory: with N
/// gateways an address gets up to N times as much. What people may do is limited by the services, by account.
/// </summary>
internal static class RateLimits
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<AddressLimiter>();
    }

    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.RequestsPerSecond == 0)
        {
            return;
        }

        var limiter = app.Services.GetRequiredService<AddressLimiter>();
        app.Use((context, next) =>
        {
            // An orchestrator's probe must not fail because a client behind the same address is busy.
            if (context.Request.Path.Value is "/health" or "/alive"
                || limiter.TryTake(ClientOf(context.Connection.RemoteIpAddress), out var wait))
            {
                return next(context);
            }

            var problem = ProblemTitles.ForBareStatus(StatusCodes.Status429TooManyRequests) with { RetryAfter = wait };
            return ProblemWriter.WriteAsync(context, problem);
        });
    }

    /// <summary>One IPv6 customer has at least a /64, so single addresses of it would be as many limits as they like.</summary>
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

using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace OneVOne.Gateway.Security;

/// <summary>
/// Who really calls: the peer of the connection, or what a trusted proxy in front says. The proxy sets the forwarded
/// headers for the services from this, so a client cannot choose its own address by sending them.
/// </summary>
internal static class ClientAddresses
{
    public static void AddClientAddresses(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>((forwarded, gateway) =>
        {
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in gateway.Value.TrustedProxies)
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }

            // The middleware takes two empty lists for "trust everyone", so nothing may be read then.
            forwarded.ForwardedHeaders = forwarded.KnownIPNetworks.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // As far back as the chain is trusted, not one step only.
            forwarded.ForwardLimit = null;
        });

    public static void UseClientAddresses(this WebApplication app) => app.UseForwardedHeaders();
}

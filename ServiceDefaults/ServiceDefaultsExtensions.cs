using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OneVOne.ServiceDefaults.ApiDocs;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Secrets;
using OneVOne.ServiceDefaults.Telemetry;

namespace OneVOne.ServiceDefaults;

/// <summary>The two calls that every service begins with.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The largest body that an endpoint takes unless it says otherwise: far above any JSON of ours.</summary>
    public const long MaxBodySize = 256 * 1024;

    /// <summary>Health, telemetry, access tokens, problems, JSON and the OpenAPI document.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddLoggingDefaults();
        // Before all other hosted services: they start in the order in which they were added.
        builder.Services.AddHostedService<ProductionCheck>();
        builder.Services.RequireSecretInProduction("Services:Key");
        builder.AddTelemetry(service);
        builder.AddAccessTokens();
        builder.Services.AddProblems();
        builder.Services.ConfigureHttpJsonOptions(options => JsonDefaults.Apply(options.SerializerOptions));
        builder.Services.AddApiDocs();
        builder.Services.AddSingleton<FactOwners>();
        builder.Services.AddHttpClient(FactOwners.HttpClientName, client => client.Timeout = FactOwners.Timeout);
        builder.Services.AddHealthChecks();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodySize;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // Services are reached through the gateway only; who else can reach them is the deployment's network policy.
            forwarded.ForwardedHeaders = ForwardedHeaders.All;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
        });
        return builder;
    }

    /// <summary>The middleware of every service, and <c>/health</c>, <c>/alive</c> and <c>/openapi/v1.json</c>.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealth();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }

    /// <summary>
    /// <c>/health</c>: ready for work (its database answers); <c>/alive</c>: the process runs. In every environment, as
    /// operators' probes need them most in production; they tell no more than one word.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new HealthCheckOptions
        {
            ResultStatusCodes =
            {
                [HealthStatus.Healthy] = 200,
                [HealthStatus.Degraded] = 200,
                [HealthStatus.Unhealthy] = 503,
            },
        }).AllowAnonymous();
        routes.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        return routes;
    }
}

using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Gateway.Security;

/// <summary>
/// Which pages may call: those of this host and of <see cref="GatewayOptions.AllowedOrigins"/>. CORS says so for the
/// API. Browsers do not ask it for WebSockets, so the <c>Origin</c> of those is checked here (cross-site WebSocket
/// hijacking); native clients send none and pass.
/// </summary>
internal static class Origins
{
    private static readonly Problem NotAllowed = Problem.Forbidden(
        "origin.not_allowed", "Pages of this origin may not open connections here; see Gateway:AllowedOrigins.");

    public static void AddOrigins(this WebApplicationBuilder builder)
    {
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<GatewayOptions>>((cors, gateway) =>
            // No credentials: the one cookie, with a browser's refresh token, is for pages of this host alone.
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins(gateway.Value.AllowedOrigins)
                .AllowAnyHeader()
                .AllowAnyMethod()
                .WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.ETag)
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    public static void UseOrigins(this WebApplication app)
    {
        app.UseCors();
        var allowed = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.AllowedOrigins;
        app.Use((context, next) =>
            context.Request.Path.StartsWithSegments("/hubs") && IsForeign(context.Request, allowed)
                ? ProblemWriter.WriteAsync(context, NotAllowed)
                : next(context));
    }

    private static bool IsForeign(HttpRequest request, string[] allowed)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)
            && !IsThisHost(origin, request.Host);
    }

    /// <summary>Host and port only: behind a proxy that ends TLS the scheme may not be known here.</summary>
    private static bool IsThisHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);
}

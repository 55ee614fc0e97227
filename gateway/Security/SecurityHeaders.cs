namespace OneVOne.Gateway.Security;

/// <summary>What browsers are told on every answer; a service may send its own, stricter value.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Security-Policy", ContentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        // For browsers that do not know frame-ancestors.
        ("X-Frame-Options", "DENY"),
    ];

    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseHsts();
        app.Use((context, next) =>
        {
            // At the last moment: the exception handler clears what was set before.
            context.Response.OnStarting(static state =>
            {
                var response = (HttpResponse)state;
                foreach (var (name, value) in Headers)
                {
                    response.Headers.TryAdd(name, value);
                }

                return Task.CompletedTask;
            }, context.Response);
            return next(context);
        });
    }
}

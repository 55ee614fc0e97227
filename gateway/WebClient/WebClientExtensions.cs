using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OneVOne.Gateway.Proxying;

namespace OneVOne.Gateway.WebClient;

/// <summary>
/// The built web client. Its router has addresses of its own, so whatever a person opens that is no file and no route
/// gets <c>index.html</c>.
/// </summary>
internal static class WebClientExtensions
{
    private const string Index = "/index.html";

    /// <summary>Vite puts the content's hash into the names of what is here, so a name never changes its content.</summary>
    private const string Hashed = "/assets";

    public static void AddWebClient(this WebApplicationBuilder builder) =>
        builder.Services.AddResponseCompression(options =>
        {
            // Only public files pass here, never an answer of a service: nothing secret that BREACH could measure.
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/manifest+json"];
        });

    public static void UseWebClient(this WebApplication app)
    {
        var folder = FindFolder(app);
        app.UseWhen(IsForClient, client =>
        {
            if (folder is null)
            {
                client.UseNotBuiltPage();
                return;
            }

            var files = new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(folder),
                OnPrepareResponse = answer => answer.Context.Response.Headers.CacheControl =
                    answer.Context.Request.Path.StartsWithSegments(Hashed)
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            };
            client.UseResponseCompression();
            client.UseStaticFiles(files);
            client.Use((context, next) =>
            {
                context.Request.Path = IsNavigation(context.Request) ? Index : context.Request.Path;
                return next(context);
            });
            client.UseStaticFiles(files);
        });
    }

    private static string? FindFolder(WebApplication app)
    {
        var configured = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.WebRoot;
        string[] places = configured is not null
            ? [Path.GetFullPath(configured, app.Environment.ContentRootPath)]
            :
            [
                Path.Combine(app.Environment.ContentRootPath, "wwwroot"),
                Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            ];
        return places.FirstOrDefault(place => File.Exists(place + Index));
    }

    private static bool IsForClient(HttpContext context) =>
        context.GetEndpoint() is null
        && !GatewayRoutes.Reserved.Any(prefix => context.Request.Path.StartsWithSegments(prefix));

    /// <summary>
    /// A browser that opens an address says that it wants HTML; a script that is missing stays missing. The front door
    /// itself opens for anyone.
    /// </summary>
    private static bool IsNavigation(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path == "/" || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private static void UseNotBuiltPage(this IApplicationBuilder app)
    {
        const string Page = """
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>OneVOne</title>
            <style>
              :root { color-scheme: light dark }
              body { font: 1rem/1.5 system-ui; margin: 3rem auto; max-width: 40rem; padding: 0 1rem }
            </style>
            <h1>The gateway runs, the web client is not built</h1>
            <p>Build it with <code>./onevone up</code>, or by hand with <code>npm ci &amp;&amp; npm run build</code> in
            <code>web/</code>, and start the gateway again.</p>
            <p>The API is there all the same: see <a href="/docs">/docs</a>.</p></html>
            """;
        app.Use((context, next) =>
        {
            if (!IsNavigation(context.Request))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers[HeaderNames.CacheControl] = "no-store";
            return context.Response.WriteAsync(Page);
        });
    }
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVOne.AppHost.Local.Dashboard.Mail;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Dashboard;

/// <summary>One page that shows what runs and what it says. For this machine only: it can stop things.</summary>
internal static class DashboardServer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task<WebApplication> StartAsync(LocalSystem system, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(port);
        });
        builder.Services.AddRoutingCore();

        // The AppHost decides what a signal means; the web host's own lifetime would answer Ctrl-C, too.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Use(OnlyThisMachineAsync);
        app.UseRouting();
        Map(app, system);
        await app.StartAsync();
        return app;
    }

    private static void Map(WebApplication app, LocalSystem system)
    {
        MapFile(app, "/", "dashboard.html", "text/html; charset=utf-8");
        MapFile(app, "/mail", "mail.html", "text/html; charset=utf-8");
        MapFile(app, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
        app.MapGet("/api/resources", context =>
            WriteAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(Snapshot.Of(system), Json)));
        app.MapGet("/api/logs/{name}", context => FollowAsync(context, system));
        app.MapPost("/api/resources/{name}/{act}", context => ActAsync(context, system));

        var mail = new MailFolder(system.Data.File("mail"));
        app.MapGet("/api/mail", context =>
            WriteAsync(context, "application/json", JsonSerializer.SerializeToUtf8Bytes(mail.Read(), Json)));
    }

    private static void MapFile(WebApplication app, string path, string file, string contentType)
    {
        var content = ReadFile(file);
        app.MapGet(path, context => WriteAsync(context, contentType, content));
    }

    private static async Task FollowAsync(HttpContext context, LocalSystem system)
    {
        if (Find(context, system) is not { } replica)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var line in replica.Log.FollowAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(
                    $"data: {JsonSerializer.Serialize(line, Json)}\n\n", context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }

    private static async Task ActAsync(HttpContext context, LocalSystem system)
    {
        if (Find(context, system) is not { } replica)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var act = context.GetRouteValue("act") as string;
        if (act is "stop" or "restart")
        {
            await replica.StopAsync();
        }

        if (act is "start" or "restart")
        {
            await replica.StartAsync();
        }

        context.Response.StatusCode = act is "start" or "stop" or "restart"
            ? StatusCodes.Status204NoContent
            : StatusCodes.Status404NotFound;
    }

    // Kestrel listens on loopback only, but a web page elsewhere can make this browser send requests here: refuse names
    // that were made to point here (DNS rebinding), and acts that another origin asks for.
    private static Task OnlyThisMachineAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var allowed = request.Host.Host is "localhost" or "127.0.0.1" or "[::1]"
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
        if (allowed)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static Replica? Find(HttpContext context, LocalSystem system) =>
        system.Replicas.FirstOrDefault(replica => replica.Name == context.GetRouteValue("name") as string);

    private static async Task WriteAsync(HttpContext context, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body);
    }

    private static byte[] ReadFile(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var page = new byte[stream.Length];
        stream.ReadExactly(page);
        return page;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

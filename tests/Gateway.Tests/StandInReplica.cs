using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneVOne.Gateway.Tests;

/// <summary>A replica of a service that tells what reached it, on real Kestrel.</summary>
public sealed class StandInReplica : IAsyncDisposable
{
    private readonly string name;
    private WebApplication app;
    private int requests;

    private StandInReplica(string name)
    {
        this.name = name;
        app = Build("http://127.0.0.1:0");
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What <c>/health</c> answers.</summary>
    public int Health { get; set; } = 200;

    /// <summary>Requests that reached it, less the health probes.</summary>
    public int Requests => requests;

    public static async Task<StandInReplica> StartAsync(string name = "one")
    {
        var replica = new StandInReplica(name);
        await replica.app.StartAsync();
        replica.Address = new Uri(replica.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return replica;
    }

    /// <summary>As after <c>kill -9</c>: its connections break and its port refuses.</summary>
    public async Task KillAsync()
    {
        using var noPatience = new CancellationTokenSource();
        await noPatience.CancelAsync();
        await app.StopAsync(noPatience.Token);
        await app.DisposeAsync();
    }

    /// <summary>Back at the same address.</summary>
    public Task RestartAsync()
    {
        app = Build(Address.ToString());
        return app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private WebApplication Build(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddSignalR(options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(200));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        var built = builder.Build();
        built.UseWebSockets();
        built.MapGet("/health", () => Results.StatusCode(Health));
        built.MapHub<QuietHub>("/hubs/presence");
        built.Map("/hubs/chat/echo", EchoAsync);
        built.Map("/api/chat/silent", SilentAsync);
        built.MapGet("/api/chat/refusal", Refuse);
        built.Map("/api/chat/break", Break);
        built.MapFallback("{**path}", TellAsync);
        return built;
    }

    private async Task<IResult> TellAsync(HttpRequest request)
    {
        Interlocked.Increment(ref requests);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return Results.Json(new
        {
            replica = name,
            method = request.Method,
            path = request.Path.Value,
            query = request.QueryString.Value,
            bodyLength = body.Length,
            headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
        });
    }

    private static IResult Refuse() => Results.Problem(
        statusCode: 409, detail: "As the service says it.", type: "urn:test",
        extensions: new Dictionary<string, object?> { ["code"] = "friendship.exists", ["traceId"] = "abc" });

    private void Break(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        context.Abort();
    }

    private static Task SilentAsync(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    private async Task EchoAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(
                buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private sealed class QuietHub : Hub;
}

using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests;

/// <summary>The gateway before stand-in replicas.</summary>
public sealed class GatewayApp : IAsyncDisposable
{
    private readonly ServiceHost<Program> host;

    private GatewayApp(ServiceHost<Program> host, RecordedLogs logs)
    {
        this.host = host;
        Logs = logs;
        Http = host.Http();
    }

    public HttpClient Http { get; }

    public Uri Address => host.Address;

    public RecordedLogs Logs { get; }

    /// <summary>The gateway with these replicas behind the name of a service, and settings of the section Gateway.</summary>
    public static GatewayApp Start(
        IEnumerable<StandInReplica> replicas, string service = "chat", params (string Name, string Value)[] settings) =>
        Start(replicas.Select(replica => replica.Address), service, settings);

    public static GatewayApp Start(
        IEnumerable<Uri> addresses, string service = "chat", params (string Name, string Value)[] settings)
    {
        var configuration = new ServiceSettings();
        foreach (var (n, address) in addresses.Index())
        {
            configuration.With($"services:{service}:http:{n}", address.ToString());
        }

        foreach (var (name, value) in settings)
        {
            configuration.With(name.StartsWith("Logging:", StringComparison.Ordinal) ? name : $"Gateway:{name}", value);
        }

        var logs = new RecordedLogs();
        return new GatewayApp(
            ServiceHost.Start<Program>(
                configuration, services => services.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider>(logs)),
            logs);
    }

    public static GatewayApp Start(StandInReplica replica, string service = "chat", params (string Name, string Value)[] settings) =>
        Start([replica], service, settings);

    public async Task<ClientWebSocket> OpenSocketAsync(string path, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(Address, path)) { Scheme = "ws" }.Uri, timeout.Token);
            return socket;
        }
        catch (WebSocketException e)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new UpgradeRefusedException(status, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
    }
}

/// <summary>The gateway answered an upgrade with a status.</summary>
public sealed class UpgradeRefusedException(int status, Exception inner) : Exception($"Refused with {status}.", inner)
{
    public int Status => status;
}

public static class Sockets
{
    public static async Task SendAsync(this WebSocket socket, string text) =>
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    /// <summary>The next frame; null when the connection has ended instead.</summary>
    public static async Task<string?> ReceiveAsync(this WebSocket socket, TimeSpan within)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(within);
        var buffer = new byte[4096];
        try
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            return received.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace OneVOne.Testing;

/// <summary>
/// A SignalR client that speaks the JSON protocol over a bare WebSocket, so that tests see the wire as any team's client
/// would. Keeps everything that it hears, in order.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new();
    private readonly List<(string Target, JsonElement Argument)> heard = [];
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task receiving = Task.CompletedTask;
    private Timer? pings;
    private BreakableStream? stream;
    private int lastId;

    /// <summary>Completes when the connection has ended, however it did.</summary>
    public Task Closed => receiving;

    /// <summary>The frames that came, whole: one may hold several records.</summary>
    public ConcurrentQueue<string> Frames { get; } = new();

    /// <summary>What the server's close record said, if it sent one.</summary>
    public JsonElement? CloseRecord { get; private set; }

    /// <exception cref="WebSocketException">The server refused the upgrade.</exception>
    public static async Task<HubClient> ConnectAsync(Uri server, string path, string? token)
    {
        var client = new HubClient();
        var address = new UriBuilder(new Uri(server, path)) { Scheme = server.Scheme == "https" ? "wss" : "ws" };
        if (token is not null)
        {
            address.Query = $"access_token={Uri.EscapeDataString(token)}";
        }

        using var timeout = new CancellationTokenSource(CallTimeout);
        using var handler = new SocketsHttpHandler { ConnectCallback = client.OpenAsync };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        await client.socket.ConnectAsync(address.Uri, invoker, timeout.Token);
        client.receiving = client.ReceiveAsync();
        await client.SendTextAsync("""{"protocol":"json","version":1}""");
        await client.handshake.Task.EndsAsync($"{path} answers the handshake", CallTimeout);
        client.pings = new Timer(_ => _ = client.PingAsync(), null, PingInterval, PingInterval);
        return client;
    }

    /// <summary>Calls a method with its one record and returns the answer.</summary>
    /// <exception cref="HubProblemException">The method refused.</exception>
    public async Task<JsonElement> CallAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls[id] = answer;
        await SendTextAsync(JsonSerializer.Serialize(
            new { type = 1, invocationId = id, target = method, arguments }, JsonSerializerOptions.Web));
        return await answer.Task.EndsAsync($"{method} is answered", CallTimeout);
    }

    /// <summary>Calls a method that must refuse with this problem; the connection must stay usable.</summary>
    public async Task<JsonElement> ShouldRefuseAsync(int status, string code, string method, params object?[] arguments)
    {
        var problem = await Assert.ThrowsAsync<HubProblemException>(() => CallAsync(method, arguments));
        Assert.Equal((status, code), (problem.Status, problem.Code));
        return problem.Problem;
    }

    /// <summary>Everything heard so far under a name, in order.</summary>
    public IReadOnlyList<JsonElement> Heard(string target)
    {
        lock (heard)
        {
            return [.. heard.Where(item => item.Target == target).Select(item => item.Argument)];
        }
    }

    /// <summary>Everything heard after the first so many, in order: for who keeps up with it.</summary>
    public IReadOnlyList<(string Target, JsonElement Argument)> HeardSince(int count)
    {
        lock (heard)
        {
            return [.. heard.Skip(count)];
        }
    }

    /// <summary>Waits until something was heard that fits, and returns the first such.</summary>
    public async Task<JsonElement> HearAsync(string target, Func<JsonElement, bool>? fits = null, TimeSpan? within = null)
    {
        var found = await Eventually.GetAsync(
            () => $"hear {target}; heard {string.Join(' ', Heard(target))}",
            () => Task.FromResult(Heard(target).Where(item => fits?.Invoke(item) ?? true).Select(item => (object)item).FirstOrDefault()),
            within);
        return (JsonElement)found;
    }

    /// <summary>Sends text as one record, whatever it is.</summary>
    public async Task SendTextAsync(string record)
    {
        var bytes = Encoding.UTF8.GetBytes(record);
        // A server that does not read any more holds up the sender.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        timeout.CancelAfter(CallTimeout);
        await sending.WaitAsync(timeout.Token);
        try
        {
            await socket.SendAsync((byte[])[.. bytes, RecordSeparator], WebSocketMessageType.Text, true, timeout.Token);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Breaks the connection without a goodbye.</summary>
    public void Abort() => socket.Abort();

    /// <summary>Neither hears nor says anything any more and keeps the connection, as a device whose network went away.</summary>
    public void FallSilent() => stream!.Break();

    public async ValueTask DisposeAsync()
    {
        if (pings is not null)
        {
            await pings.DisposeAsync();
        }

        if (socket.State == WebSocketState.Open)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
                await receiving.WaitAsync(patience.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
            }
        }

        await stop.CancelAsync();
        await receiving.EndsAsync("a connection ends, which was closed");
        socket.Dispose();
        sending.Dispose();
        stop.Dispose();
    }

    private async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connection = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await connection.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return stream = new BreakableStream(new NetworkStream(connection, ownsSocket: true));
    }

    private async Task PingAsync()
    {
        try
        {
            await SendTextAsync("""{"type":6}""");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task ReceiveAsync()
    {
        var pending = new MemoryStream();
        var frame = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                frame.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Frames.Enqueue(Encoding.UTF8.GetString(frame.GetBuffer(), 0, (int)frame.Length));
                    frame.SetLength(0);
                }

                foreach (var value in buffer.AsMemory(0, received.Count).ToArray())
                {
                    if (value != RecordSeparator)
                    {
                        pending.WriteByte(value);
                        continue;
                    }

                    Handle(JsonSerializer.Deserialize<JsonElement>(pending.GetBuffer().AsSpan(0, (int)pending.Length)));
                    pending.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        var ended = new IOException("The connection has ended.");
        handshake.TrySetException(ended);
        foreach (var call in calls.Values)
        {
            call.TrySetException(ended);
        }
    }

    private void Handle(JsonElement record)
    {
        if (!record.TryGetProperty("type", out var type))
        {
            handshake.TrySetResult();
            return;
        }

        switch (type.GetInt32())
        {
            case 1:
                lock (heard)
                {
                    heard.Add((record.GetProperty("target").GetString()!, record.GetProperty("arguments").EnumerateArray().FirstOrDefault()));
                }

                break;
            case 3 when calls.TryRemove(record.GetProperty("invocationId").GetString()!, out var call):
                if (record.TryGetProperty("error", out var error))
                {
                    call.TrySetException(new HubProblemException(JsonSerializer.Deserialize<JsonElement>(error.GetString()!)));
                }
                else
                {
                    call.TrySetResult(record.TryGetProperty("result", out var result) ? result : default);
                }

                break;
            case 7:
                // SignalR sends a bare one of its own after the one that says why.
                CloseRecord ??= record;
                break;
        }
    }
}

using System.Net.WebSockets;
using System.Text;

namespace OneVOne.Bench;

/// <summary>
/// A connection to a hub that speaks only as much of SignalR's protocol as a listener needs, so that hundreds of them leave
/// the processors to what is measured.
/// </summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private const byte EndOfMessage = 0x1e;
    private static readonly byte[] Handshake = [.. """{"protocol":"json","version":1}"""u8, EndOfMessage];
    private static readonly byte[] Ping = [.. """{"type":6}"""u8, EndOfMessage];
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // One for all, so that a connection does not cost a handler of its own.
    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false });

    private readonly ClientWebSocket socket = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Heard heard;
    private Task reading = Task.CompletedTask;

    private HubSocket(Heard heard) => this.heard = heard;

    /// <summary>Returns with the first message that the hub sends of itself: the connection is there.</summary>
    public static async Task<HubSocket> ConnectAsync(Uri hub, string accessToken, Heard heard)
    {
        using var late = new CancellationTokenSource(Patience);
        var connection = new HubSocket(heard);
        try
        {
            connection.socket.Options.KeepAliveInterval = TimeSpan.Zero;
            connection.socket.Options.SetRequestHeader("Authorization", $"Bearer {accessToken}");
            await connection.socket.ConnectAsync(hub, Invoker, late.Token);
            await connection.socket.SendAsync(Handshake, WebSocketMessageType.Text, true, late.Token);
            connection.reading = connection.ReadAsync();
            await connection.first.Task.WaitAsync(late.Token);
            return connection;
        }
        catch
        {
            connection.socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes as a tab that is closed does, and waits for the other side to say so.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var late = new CancellationTokenSource(Patience);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
            await reading.WaitAsync(late.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It went already.
        }

        socket.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            var (buffer, kept, pinged) = (new byte[4096], 0, Environment.TickCount64);
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(kept), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                kept = Take(buffer, kept + received.Count);
                if (Environment.TickCount64 - pinged > PingEvery.TotalMilliseconds && socket.State == WebSocketState.Open)
                {
                    pinged = Environment.TickCount64;
                    await socket.SendAsync(Ping, WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }
        }
        catch (WebSocketException)
        {
            // The connection went; who opened it asks how many did.
            heard.Lost();
        }
        finally
        {
            first.TrySetException(new WebSocketException("The connection was closed before the hub said anything."));
        }
    }

    /// <returns>How many bytes of an unfinished message are now at the start of the buffer.</returns>
    private int Take(byte[] buffer, int count)
    {
        var rest = buffer.AsSpan(0, count);
        while (rest.IndexOf(EndOfMessage) is var end and >= 0)
        {
            var message = rest[..end];
            rest = rest[(end + 1)..];
            if (message.IndexOf("\"type\":1,"u8) >= 0)
            {
                heard.Take(message);
                first.TrySetResult();
            }
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }
}

/// <summary>What some connections were told.</summary>
internal sealed class Heard
{
    private static readonly byte[] Target = Encoding.UTF8.GetBytes("\"target\":\"PresenceChanged\"");
    private long changes;
    private long others;
    private long lost;

    /// <summary>How often one of them was told that somebody changed.</summary>
    public long Changes => Interlocked.Read(ref changes);

    /// <summary>Other calls: the number of people on the site.</summary>
    public long Others => Interlocked.Read(ref others);

    /// <summary>Connections that the other side cut.</summary>
    public long Cut => Interlocked.Read(ref lost);

    public void Take(ReadOnlySpan<byte> message) =>
        Interlocked.Increment(ref message.IndexOf(Target) >= 0 ? ref changes : ref others);

    public void Lost() => Interlocked.Increment(ref lost);
}

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace OneVOne.Limits;

/// <summary>A broadcast by Kestrel's WebSockets alone: what comes from one goes to everyone in its room as it is.</summary>
internal static class BareWebSocket
{
    private const int LargestMessage = 1024;
    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<Peer, bool>> Rooms = new(StringComparer.Ordinal);

    public static void Map(WebApplication app) => app.Map("/socket/{room}", async (HttpContext context, string room) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var peers = Rooms.GetOrAdd(room, _ => []);
        var peer = new Peer(socket);
        peers[peer] = true;
        var writing = peer.WriteAsync();
        try
        {
            var buffer = new byte[LargestMessage];
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: WebSocketMessageType.Text } received)
            {
                var message = buffer[..received.Count];
                foreach (var (each, _) in peers)
                {
                    each.Waiting.Writer.TryWrite(message);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It went without a word.
        }

        peers.TryRemove(peer, out _);
        peer.Waiting.Writer.TryComplete();
        await writing;
    });

    private sealed class Peer(WebSocket socket)
    {
        public Channel<byte[]> Waiting { get; } = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });

        public async Task WriteAsync()
        {
            try
            {
                await foreach (var message in Waiting.Reader.ReadAllAsync())
                {
                    await socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }
            catch (WebSocketException)
            {
                // The reader notices, too.
            }
        }
    }
}

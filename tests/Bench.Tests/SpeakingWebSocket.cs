using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Tests;

/// <summary>The lean socket against Kestrel's own.</summary>
public sealed class SpeakingWebSocket : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> heard = new();
    private readonly SemaphoreSlim arrived = new(0);
    private WebApplication server = null!;

    private Uri Url => new UriBuilder(server.Urls.Single()) { Scheme = "ws", Path = "/echo" }.Uri;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.UseWebSockets();
        server.Map("/echo", EchoAsync);
        server.MapGet("/busy", () => Results.StatusCode(503));
        await server.StartAsync();
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(4_000)]
    [InlineData(70_000)]
    public async Task A_text_of_any_length_comes_back(int length)
    {
        var text = new string('a', length - 1) + 'z';
        await using var socket = await ConnectAsync();

        Assert.True(socket.Send(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(text, await NextAsync());
    }

    [Fact]
    public async Task Many_texts_come_back_in_their_order()
    {
        await using var socket = await ConnectAsync();
        for (var i = 0; i < 2_000; i++)
        {
            socket.Send(Encoding.UTF8.GetBytes($"text {i}"));
        }

        for (var i = 0; i < 2_000; i++)
        {
            Assert.Equal($"text {i}", await NextAsync());
        }
    }

    [Fact]
    public async Task A_text_in_pieces_is_put_together()
    {
        await using var socket = await ConnectAsync();

        socket.Send("in pieces"u8);

        Assert.Equal("in pieces", await NextAsync());
        Assert.Empty(heard);
    }

    [Fact]
    public async Task It_ends_when_the_server_closes()
    {
        await using var socket = await ConnectAsync();

        socket.Send("close"u8);

        await socket.Ended.WaitAsync(Patience);
        Assert.False(socket.Closing);
    }

    [Fact]
    public async Task A_refusal_tells_its_status()
    {
        var socket = new LeanSocket(_ => { });

        var refused = await Assert.ThrowsAsync<UpgradeRefusedException>(
            () => socket.ConnectAsync(new UriBuilder(Url) { Path = "/busy" }.Uri));

        Assert.Equal(503, refused.Status);
    }

    [Fact]
    public void A_stamp_is_found_in_what_a_target_makes_of_its_text()
    {
        var stamp = new Stamp(42, 999, 123_456, 9_876_543_210_123);
        var text = new byte[Stamp.TextBytes];
        stamp.WriteText(text);

        Assert.True(Stamp.TryFind([.. "{\"body\":\""u8, .. text, .. "\"}"u8], out var found));
        Assert.Equal(stamp, found);
        Assert.False(Stamp.TryFind("{\"type\":6}"u8, out _));
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100_000];
        while (true)
        {
            var count = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(count), context.RequestAborted);
                count += received.Count;
            }
            while (!received.EndOfMessage);
            var text = Encoding.UTF8.GetString(buffer, 0, count);
            if (received.MessageType == WebSocketMessageType.Close || text == "close")
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            var pieces = text == "in pieces" ? text.Length : 1;
            for (var i = 0; i < pieces; i++)
            {
                var piece = buffer.AsMemory(count / pieces * i, count / pieces);
                await socket.SendAsync(piece, WebSocketMessageType.Text, i == pieces - 1, CancellationToken.None);
            }
        }
    }

    private async Task<LeanSocket> ConnectAsync()
    {
        var socket = new LeanSocket(message =>
        {
            heard.Enqueue(Encoding.UTF8.GetString(message));
            arrived.Release();
        });
        await socket.ConnectAsync(Url);
        return socket;
    }

    private async Task<string> NextAsync()
    {
        Assert.True(await arrived.WaitAsync(Patience), "Nothing came.");
        Assert.True(heard.TryDequeue(out var text));
        return text;
    }
}

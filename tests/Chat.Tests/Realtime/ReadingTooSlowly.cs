using System.Net.WebSockets;
using System.Text;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class ReadingTooSlowly
{
    [Fact]
    public async Task Who_does_not_read_is_cut_off_and_the_others_hear_all()
    {
        await using var app = await ChatApp.StartAsync(configure: settings =>
            settings.With("Realtime:Backplane:MaxPendingWrites", "100"));
        var (ann, bob, cy) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"));
        await using var hears = await bob.HubAsync();
        await hears.CallAsync("Sync", new { heads = new { } });
        using var deaf = new ClientWebSocket();
        var hub = $"ws://{app.Replicas[0].Address.Authority}/hubs/chat?access_token={cy.Token}";
        await deaf.ConnectAsync(new Uri(hub), default);
        var handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
        await deaf.SendAsync(handshake, WebSocketMessageType.Text, true, default);

        // Each is some 24 KB on the wire: the buffers between the two ends are full after a few hundred.
        const int Count = 600;
        var body = string.Concat(Enumerable.Repeat("😀", 2000));
        for (var sent = 0; sent < Count; sent += 50)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ann.SendAsync(ChatPerson.Lobby, body)));
            await Eventually.IsAsync("the other hears them", () => Task.FromResult(hears.Heard("Event").Count == sent + 50));
        }

        Assert.Equal(WireJson.UpTo(Count), hears.Heard("Event").Seqs());
        Assert.True(await ReadToEndAsync(deaf) < Count);
    }

    /// <summary>Reads what was still on its way until the connection ends; how many events that was.</summary>
    private static async Task<int> ReadToEndAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[64 * 1024];
        var events = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return events;
                }

                events += buffer.AsSpan(0, received.Count).Count((byte)0x1e);
            }
        }
        catch (WebSocketException)
        {
            return events;
        }
    }
}

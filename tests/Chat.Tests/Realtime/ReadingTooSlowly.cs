using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class ReadingTooSlowly
{
    [Fact]
    public async Task Who_does_not_read_is_cut_off_and_the_others_hear_all()
    {
        await using var app = await ChatApp.StartAsync(configure: settings =>
            settings.With("Realtime:Backplane:MaxPendingWrites", "100").With("Realtime:Backplane:MaxPendingBytes", $"{100 << 20}"));
        var (ann, bob, cy) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"));
        await using var hears = await bob.HubAsync();
        await hears.CallAsync("Sync", new { heads = new { } });
        using var deaf = await ConnectAsync(app, cy);

        // Each is some 24 KB on the wire: the buffers between the two ends are full after a few hundred.
        const int Count = 600;
        var body = string.Concat(Enumerable.Repeat("😀", 2000));
        for (var sent = 0; sent < Count; sent += 50)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ann.SendAsync(ChatPerson.Lobby, body)));
            await Eventually.IsAsync("the other hears them", () => Task.FromResult(hears.Heard("Event").Count == sent + 50));
        }

        Assert.Equal(WireJson.UpTo(Count), hears.Heard("Event").Seqs());
        Assert.True((await ReadToEndAsync(deaf)).Count < Count);
    }

    [Fact]
    public async Task Bytes_are_bounded_whatever_the_number_and_who_still_reads_learns_why()
    {
        await using var app = await ChatApp.StartAsync(configure: settings => settings
            .With("Realtime:Backplane:MaxPendingBytes", $"{256 << 10}").With("Realtime:Backplane:GoodbyeTimeout", "00:00:20"));
        var cutOff = 0;
        using var counting = Counting(() => Interlocked.Increment(ref cutOff));
        var (ann, cy) = (app.NewPerson(), app.NewPerson("cy"));
        using var slow = await ConnectAsync(app, cy);
        var body = string.Concat(Enumerable.Repeat("😀", 2000));
        var sent = 0;
        await Eventually.IsAsync("it is cut off", async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ann.SendAsync(ChatPerson.Lobby, body)));
            sent += 20;
            return Volatile.Read(ref cutOff) > 0;
        });
        Assert.True(sent < 1000, $"only the number of {sent} messages was bounded");

        // Now it reads: all that waited, and then why there is no more. SignalR adds a bare close record of its own.
        var records = await ReadToEndAsync(slow);
        var goodbye = records.FindIndex(record => record.StartsWith("{\"type\":7", StringComparison.Ordinal));
        Assert.All(records.Skip(goodbye), record => Assert.StartsWith("{\"type\":7", record));
        var close = JsonSerializer.Deserialize<JsonElement>(records[goodbye]);
        Assert.True(close.GetProperty("allowReconnect").GetBoolean());
        var problem = JsonSerializer.Deserialize<JsonElement>(close.Text("error")!);
        Assert.Equal(("realtime.too_slow", 429), (problem.Text("code"), problem.Number("status")));
        await using var again = await cy.ModelAsync(withLobby: true);
        Assert.Equal(sent, again.Conversations[ChatPerson.Lobby].Shown.Count);
    }

    private static MeterListener Counting(Action counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "realtime.cut_off")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => counted());
        listener.Start();
        return listener;
    }

    private static async Task<ClientWebSocket> ConnectAsync(ChatApp app, ChatPerson person)
    {
        var socket = new ClientWebSocket();
        var hub = $"ws://{app.Replicas[0].Address.Authority}/hubs/chat?access_token={person.Token}";
        await socket.ConnectAsync(new Uri(hub), default);
        var handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
        await socket.SendAsync(handshake, WebSocketMessageType.Text, true, default);
        return socket;
    }

    /// <summary>Reads what was still on its way until the connection ends.</summary>
    private static async Task<List<string>> ReadToEndAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[64 * 1024];
        using var text = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                text.Write(buffer.AsSpan(0, received.Count));
            }
        }
        catch (WebSocketException)
        {
            // It ended without a goodbye.
        }

        return [.. Encoding.UTF8.GetString(text.ToArray()).Split('\u001e', StringSplitOptions.RemoveEmptyEntries)];
    }
}

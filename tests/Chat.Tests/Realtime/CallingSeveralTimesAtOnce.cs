using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

/// <summary>A connection's calls begin in its order, one after the other; a send lets the next begin once it has its place.</summary>
public sealed class CallingSeveralTimesAtOnce : IAsyncLifetime
{
    private ChatApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await ChatApp.StartAsync(replicas: 2, configure: settings => settings.With("Chat:RateLimits:Enabled", "false"));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_send_that_waits_holds_up_no_call_behind_it()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await using var hub = await ann.HubAsync();
        await hub.CallAsync("Send", ChatPerson.Message(direct, "first"));
        var sends = new List<Task<JsonElement>>();
        await using (await app.HoldAsync(direct))
        {
            sends.Add(hub.CallAsync("Send", ChatPerson.Message(direct, "0")));
            await app.WriterWaitsAsync();
            sends.AddRange(Enumerable.Range(1, 9).Select(i => hub.CallAsync("Send", ChatPerson.Message(direct, $"{i}"))));
            await hub.CallAsync("Sync", new { heads = new { } });
            Assert.DoesNotContain(sends, send => send.IsCompleted);
        }

        var numbers = (await Task.WhenAll(sends)).Select(sent => sent.Number("seq") - 1);
        Assert.Equal(WireJson.UpTo(10), numbers);
    }

    [Fact]
    public async Task Any_other_call_is_done_before_the_next_begins()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SendAsync(direct, "x");
        await using var hub = await ann.HubAsync();
        Task<JsonElement> react, sync;
        await using (await app.HoldAsync(direct))
        {
            react = hub.CallAsync("React", new { messageId = message.Id("messageId"), emoji = "👍", on = true });
            sync = hub.CallAsync("Sync", new { heads = new { } });
            await Eventually.IsAsync("the reaction waits", async () => await app.CountAsync(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                """) > 0);
            Assert.False(sync.IsCompleted);
        }

        await Task.WhenAll(react, sync);
        var answers = string.Concat(hub.Frames).Split('\u001e').Where(record => record.Contains("\"type\":3", StringComparison.Ordinal));
        Assert.Equal([false, true], answers.Select(record => record.Contains("\"epoch\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sends_for_which_Friends_is_asked_first_keep_their_order()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ann, bob, direct) = await app.TwoFriendsAsync();
            await app.Bus.PublishAsync(ann.FriendsWith(bob, 2, areFriends: false));
            await Eventually.IsAsync("the end is known", async () => (int)(await bob.Post(direct, "x")).StatusCode == 403);
            app.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 3);
            await using var hub = await ann.HubAsync();
            var head = (await ann.EventsAsync(direct)).Count;
            var sent = await Task.WhenAll(Enumerable.Range(0, 20)
                .Select(i => hub.CallAsync("Send", ChatPerson.Message(direct, $"{i}"))));
            Assert.Equal(WireJson.UpTo(20), sent.Select(answer => answer.Number("seq") - head));
        }
    }

    [Fact]
    public async Task What_is_too_much_for_one_frame_goes_in_several_in_order()
    {
        // Some 90 kB, of which a frame takes 32.
        const int Several = 40;
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var hub = await ann.ListenAsync(0);
        await using var near = await bob.ListenAsync(0);
        await using var far = await bob.ListenAsync(1);
        var text = new string('x', 1990);
        await hub.CallAsync("Send", ChatPerson.Message(direct, "first"));
        var sends = new List<Task<JsonElement>>();
        await using (await app.HoldAsync(direct))
        {
            sends.Add(hub.CallAsync("Send", ChatPerson.Message(direct, text)));
            await app.WriterWaitsAsync();
            // What waits behind it is one batch.
            sends.AddRange(Enumerable.Range(1, Several - 1).Select(i => hub.CallAsync("Send", ChatPerson.Message(direct, $"{i} {text}"))));
            await hub.CallAsync("Sync", new { heads = new { } });
        }

        var sent = await Task.WhenAll(sends);
        Assert.Equal(WireJson.UpTo(Several), sent.Select(answer => answer.Number("seq") - 1));
        foreach (var listener in new[] { near, far })
        {
            await listener.HearAsync("Event", e => e.Number("seq") == Several + 1);
            Assert.Equal(WireJson.UpTo(Several + 1), listener.Heard("Event").Select(e => e.Number("seq")));
            Assert.Contains(listener.Frames, frame => frame.Split("\"target\":\"Event\"").Length > 2);
        }
    }
}

using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Pins;

public sealed class PinningMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Either_of_two_pins_and_takes_down_and_the_newest_pin_comes_first()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (first, second) = (await ann.SayAsync(direct, "one"), await ann.SayAsync(direct, "two"));
        await using var hears = await ann.ListenAsync(replica: 1);
        await bob.Pin(second).ShouldBeAsync(200);
        await using var hub = await ann.HubAsync();
        var pinned = await hub.CallAsync("Pin", new { messageId = first, on = true });
        var told = await hears.HearAsync("Event", e => e.Text("type") == "message.pinned" && e.GetProperty("message").Id() == first);
        Assert.Equal(pinned.GetRawText(), told.GetProperty("message").GetRawText());
        var page = await bob.Http(1).GetAsync($"/api/chat/conversations/{direct}/pins?limit=1").ShouldBeAsync(200);
        Assert.Equal(["one"], page.Items().Bodies());
        page = await bob.Http(1).GetAsync($"/api/chat/conversations/{direct}/pins?cursor={page.Text("next")}").ShouldBeAsync(200);
        Assert.Equal(["two"], page.Items().Bodies());

        await ann.Pin(second).ShouldBeAsync(200);
        await bob.Pin(first, on: false).ShouldBeAsync(200);
        await hub.CallAsync("Pin", new { messageId = first, on = false });
        Assert.Equal(
            ["message.pinned", "message.pinned", "message.unpinned"], (await bob.EventsAsync(direct, 2)).Select(e => e.Text("type")));
        Assert.False((await ann.MessageAsync(first)).TryGetProperty("pinnedAt", out _));
    }

    [Fact]
    public async Task In_a_room_only_who_keeps_order_pins_and_in_the_public_one_who_does_so_on_the_whole_site()
    {
        var (ann, bob, moderator) = (app.NewPerson(), app.NewPerson("bob"), app.NewModerator());
        var room = await app.RoomAsync(ann, bob);
        var message = await bob.SayAsync(room, "x");
        await bob.Pin(message).ShouldBeProblemAsync(403, "pin.not_allowed");
        await ann.Pin(message).ShouldBeAsync(200);
        await bob.Pin(message, on: false).ShouldBeProblemAsync(403, "pin.not_allowed");
        var shout = await bob.SayAsync(ChatPerson.Lobby, "x");
        await bob.Pin(shout).ShouldBeProblemAsync(403, "pin.not_allowed");
        await moderator.Pin(shout).ShouldBeAsync(200);
        await moderator.Pin(shout, on: false).ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_hundred_are_pinned_at_most_whoever_pins_at_once()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var messages = await Task.WhenAll(Enumerable.Range(0, 105).Select(i => ann.SayAsync(direct, $"{i}", replica: i % 2)));
        var answers = await Task.WhenAll(messages.Select(async (message, i) =>
        {
            using var answer = await (i % 2 == 0 ? ann : bob).Pin(message, replica: i % 2);
            return (int)answer.StatusCode;
        }));
        Assert.Equal((100, 5), (answers.Count(status => status == 200), answers.Count(status => status == 409)));
        var left = messages[Array.IndexOf(answers, 409)];
        await ann.Pin(left).ShouldBeProblemAsync(409, "pin.too_many");
        await ann.Pin(messages[Array.IndexOf(answers, 200)], on: false).ShouldBeAsync(200);
        await ann.Pin(left).ShouldBeAsync(200);
    }
}

using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

/// <summary>In a large room those hear all who look; for the others it costs a hint now and then.</summary>
[Collection(nameof(SmallLimits))]
public sealed class HearingLargeRooms(SmallLimits limits)
{
    private readonly ChatApp app = limits.App;

    [Fact]
    public async Task Who_comes_beyond_hears_hints_and_everything_while_they_look()
    {
        var ann = app.NewPerson();
        await using var first = await app.NewPerson().ListenAsync(0);
        await using var second = await app.NewPerson().ListenAsync(0);
        await using var third = await app.NewPerson().ListenAsync(0);
        await using var elsewhere = await app.NewPerson().ListenAsync(1);
        for (var i = 1; i <= 5; i++)
        {
            await ann.SendAsync(ChatPerson.Lobby, $"m{i}");
        }

        foreach (var device in new[] { first, second, elsewhere })
        {
            await device.HearAsync("Event", e => e.Text("body") == "m5");
        }

        var hint = await third.HearAsync("Hint", e => e.Number("headSeq") == 5);
        Assert.Equal(ChatPerson.Lobby, hint.Id("conversationId"));
        Assert.Empty(third.Heard("Event"));
        Assert.InRange(third.Heard("Hint").Count, 1, 2);
        Assert.Empty(first.Heard("Hint"));

        await third.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        await ann.SendAsync(ChatPerson.Lobby, "seen", replica: 1);
        await third.HearAsync("Event", e => e.Text("body") == "seen");
        await third.CallAsync("View", new { conversationId = (Guid?)null });
        var sent = await ann.SendAsync(ChatPerson.Lobby, "unseen", replica: 1);
        await third.HearAsync("Hint", e => e.Number("headSeq") == sent.Number("seq"));
        Assert.DoesNotContain(third.Heard("Event"), e => e.Text("body") == "unseen");
        // Who was here before the room was large hears all, whatever they look at.
        await first.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        await first.CallAsync("View", new { conversationId = (Guid?)null });
        await ann.SendAsync(ChatPerson.Lobby, "last");
        await first.HearAsync("Event", e => e.Text("body") == "last");
    }

    [Fact]
    public async Task Who_hears_hints_only_is_answered_what_they_send()
    {
        var people = Enumerable.Range(0, 3).Select(i => app.NewPerson($"p{i}")).ToArray();
        var room = (await people[0].CreateRoomAsync()).Id();
        foreach (var person in people[1..])
        {
            await person.Join(room).ShouldBeAsync(200);
        }

        await using var first = await people[0].ListenAsync(0);
        await using var second = await people[1].ListenAsync(0);
        await using var third = await people[2].ListenAsync(0);
        var sent = await third.CallAsync("Send", ChatPerson.Message(room, "from beyond"));
        await first.HearAsync("Event", e => e.Id("conversationId") == room && e.Text("body") == "from beyond");
        Assert.DoesNotContain(third.Heard("Event"), e => e.Number("seq") == sent.Number("seq"));
    }

    [Fact]
    public async Task Who_heard_hints_hears_of_the_end_of_a_room_and_nothing_of_one_that_they_left()
    {
        var people = Enumerable.Range(0, 3).Select(i => app.NewPerson($"p{i}")).ToArray();
        var room = (await people[0].CreateRoomAsync()).Id();
        foreach (var person in people[1..])
        {
            await person.Join(room).ShouldBeAsync(200);
        }

        await using var a = await people[0].ListenAsync(0);
        await using var b = await people[1].ListenAsync(0);
        await using var c = await people[2].ListenAsync(0);
        await people[0].SendAsync(room, "x");
        await c.HearAsync("Hint", e => e.Id("conversationId") == room);
        await c.CallAsync("View", new { conversationId = room });
        await people[2].Leave(room, replica: 1).ShouldBeAsync(204);
        await people[0].SendAsync(room, "after");
        await b.HearAsync("Event", e => e.Text("body") == "after");
        await people[2].Join(room).ShouldBeAsync(200);
        await people[0].Http(1).DeleteAsync($"/api/chat/conversations/{room}").ShouldBeAsync(204);
        foreach (var device in new[] { a, b, c })
        {
            await device.HearAsync("Event", e => e.Text("type") == "conversation.deleted");
        }

        Assert.DoesNotContain(c.Heard("Event"), e => e.TryGetProperty("body", out var body) && body.GetString() == "after");
    }
}

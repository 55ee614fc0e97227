using System.Diagnostics;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Rooms;

/// <summary>Who is in a room hears it, on every device and replica, and who is not hears nothing.</summary>
public sealed class ComingAndGoing(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Who_joins_on_one_replica_hears_the_room_on_all_devices_at_once()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await using var phone = await bob.ListenAsync(0);
        await using var desk = await bob.ListenAsync(1);
        var room = (await ann.CreateRoomAsync()).Id();
        var joined = await bob.Join(room, replica: 1).ShouldBeAsync(200);
        Assert.Equal(("room", "member", 2), (joined.Text("kind"), joined.Text("role"), joined.Number("memberCount")));
        // The answer came when all devices were in the room: nothing is waited for here.
        var sent = await ann.SendAsync(room, "welcome");
        foreach (var device in new[] { phone, desk })
        {
            var heard = await device.HearAsync("Event", e => e.Id("conversationId") == room && e.Text("body") == "welcome");
            Assert.Equal(sent.Number("seq"), heard.Number("seq"));
            await device.HearAsync("ConversationChanged", e => e.Id("conversationId") == room);
        }
    }

    [Fact]
    public async Task A_new_connection_hears_the_rooms_that_its_person_is_in()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        await using var device = await bob.ListenAsync(1);
        await ann.SendAsync(room, "hello");
        await device.HearAsync("Event", e => e.Text("body") == "hello");
    }

    [Fact]
    public async Task Coming_and_going_are_told_in_the_room_and_in_its_sequence()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await using var anns = await ann.ListenAsync(0);
        var room = (await ann.CreateRoomAsync("Chess")).Id();
        await bob.Join(room, replica: 1).ShouldBeAsync(200);
        await bob.SendAsync(room, "hi", replica: 1);
        await bob.Leave(room).ShouldBeAsync(204);
        var left = await anns.HearAsync("Event", e => e.Text("type") == "member.left" && e.Id("conversationId") == room);
        Assert.Equal(bob.Id, left.GetProperty("author").Id());
        var events = await ann.EventsAsync(room);
        Assert.Equal(WireJson.UpTo(4), events.Seqs());
        Assert.Equal(
            ["conversation.created", "member.joined", "message.created", "member.left"], events.Select(e => e.Text("type")));
        Assert.Equal("Chess", events[0].GetProperty("data").Text("name"));
        Assert.Equal(bob.Username, events[1].GetProperty("author").Text("username"));
        // None of it is anybody's unread but the message.
        Assert.Equal(1, await ann.UnreadAsync(room));
    }

    /// <summary>I4.</summary>
    [Theory]
    [InlineData("leave")]
    [InlineData("remove")]
    public async Task Who_is_out_hears_nothing_more_on_any_replica(string how)
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        await using var phone = await bob.ListenAsync(0);
        await using var desk = await bob.ListenAsync(1);
        await ann.SendAsync(room, "before");
        await phone.HearAsync("Event", e => e.Text("body") == "before");
        await desk.HearAsync("Event", e => e.Text("body") == "before");

        var watch = Stopwatch.StartNew();
        await (how == "leave"
            ? bob.Leave(room)
            : ann.Http().DeleteAsync($"/api/chat/conversations/{room}/members/{bob.Id}")).ShouldBeAsync(204);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"It took {watch.Elapsed}.");
        await ann.SendAsync(room, "after", replica: 0);
        await ann.SendAsync(room, "after", replica: 1);
        // What is sent later on the same ways and heard proves that nothing came before it.
        foreach (var replica in new[] { 0, 1 })
        {
            await ann.SendAsync(ChatPerson.Lobby, $"{room} {replica}", replica: replica);
            await phone.HearAsync("Event", e => e.Text("body") == $"{room} {replica}");
            await desk.HearAsync("Event", e => e.Text("body") == $"{room} {replica}");
        }

        Assert.DoesNotContain(phone.Heard("Event").Concat(desk.Heard("Event")), IsAfter);
        await phone.HearAsync("ConversationChanged", e => e.Id("conversationId") == room);
        await desk.HearAsync("ConversationChanged", e => e.Id("conversationId") == room);
        await bob.Http(1).GetAsync($"/api/chat/conversations/{room}").ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Http().GetAsync($"/api/chat/conversations/{room}/events?after=0").ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Post(room, "x").ShouldBeProblemAsync(404, "conversation.not_found");
        await phone.ShouldRefuseAsync(404, "conversation.not_found", "Typing", new { conversationId = room });

        bool IsAfter(JsonElement e) => e.Id("conversationId") == room && e.TryGetProperty("body", out var body) && body.GetString() == "after";
    }

    [Fact]
    public async Task Joining_and_leaving_twice_is_joining_and_leaving()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        Assert.Equal(2, (await bob.Join(room, replica: 1).ShouldBeAsync(200)).Number("memberCount"));
        await bob.Leave(room).ShouldBeAsync(204);
        await bob.Leave(room, replica: 1).ShouldBeAsync(204);
        Assert.Equal(1, (await ann.ConversationAsync(room)).Number("memberCount"));
        Assert.Equal(3, (await ann.ConversationAsync(room)).Number("headSeq"));
        await bob.Join(room).ShouldBeAsync(200);
        await bob.SendAsync(room, "back");
    }

    [Fact]
    public async Task What_is_no_room_is_not_joined_and_not_left()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        await ann.Join(Guid.NewGuid()).ShouldBeProblemAsync(404, "conversation.not_found");
        await ann.Leave(Guid.NewGuid()).ShouldBeProblemAsync(404, "conversation.not_found");
        await cy.Join(direct).ShouldBeProblemAsync(404, "conversation.not_found");
        await cy.Leave(direct).ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Leave(direct).ShouldBeProblemAsync(409, "conversation.not_a_room");
        await ann.Leave(ChatPerson.Lobby).ShouldBeProblemAsync(409, "conversation.not_a_room");
        Assert.Equal("public", (await ann.Join(ChatPerson.Lobby).ShouldBeAsync(200)).Text("kind"));
    }
}

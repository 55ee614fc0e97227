using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class DeletingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task What_is_deleted_for_everyone_keeps_its_number_and_loses_all_that_it_said()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "secret");
        await ann.Edit(message, "other secret").ShouldBeAsync(200);
        await bob.React(message, "👍").ShouldBeAsync(200);
        await bob.Pin(message).ShouldBeAsync(200);
        await using var hears = await bob.ListenAsync(replica: 1);
        await ann.Delete(message).ShouldBeAsync(204);

        var told = await hears.HearAsync("Event", e => e.Text("type") == "message.deleted");
        var state = told.GetProperty("message");
        Assert.Equal((5L, 1L, 5L, ""), (told.Number("seq"), state.Number("seq"), state.Number("version"), state.Text("body")));
        Assert.True(state.TryGetProperty("deletedAt", out _));
        Assert.All(["reactions", "pinnedAt", "mentions"], member => Assert.False(state.TryGetProperty(member, out _)));
        Assert.DoesNotContain(await bob.EventsAsync(direct), e => e.GetRawText().Contains("secret", StringComparison.Ordinal));
        Assert.Equal(state.GetRawText(), (await bob.MessageAsync(message)).GetRawText());
        Assert.Empty((await bob.Http().GetAsync($"/api/chat/messages/{message}/revisions").ShouldBeAsync(200)).Items());
        Assert.Empty((await bob.Http().GetAsync($"/api/chat/conversations/{direct}/pins").ShouldBeAsync(200)).Items());
        Assert.Equal(0, await bob.UnreadAsync(direct));
        Assert.Equal(0, await app.CountAsync(
            $"""
            SELECT (SELECT count(*) FROM revisions WHERE message_id = '{message}')
                + (SELECT count(*) FROM reactions WHERE message_id = '{message}')
                + (SELECT count(*) FROM messages WHERE id = '{message}' AND body <> '')
            """));
    }

    /// <summary>Invariant I8: a deleted message never reappears.</summary>
    [Fact]
    public async Task Nothing_can_be_done_with_what_is_deleted_and_deleting_it_again_changes_nothing()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "x");
        await ann.Delete(message).ShouldBeAsync(204);
        await ann.Edit(message, "y").ShouldBeProblemAsync(409, "message.deleted");
        await ann.Edit(message, "y", "\"1\"").ShouldBeProblemAsync(409, "message.deleted");
        await bob.React(message, "👍").ShouldBeProblemAsync(409, "message.deleted");
        await bob.Pin(message).ShouldBeProblemAsync(409, "message.deleted");
        await bob.Forward(message, direct).ShouldBeProblemAsync(404, "message.not_found");
        await using var hub = await ann.HubAsync(replica: 1);
        await hub.CallAsync("Delete", new { messageId = message });
        await ann.Delete(message).ShouldBeAsync(204);
        Assert.Equal(2, (await ann.EventsAsync(direct)).Count);
    }

    [Fact]
    public async Task What_one_deletes_for_oneself_is_gone_on_all_own_devices_and_stays_for_the_other()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (first, second) = (await ann.SayAsync(direct, "one"), await ann.SayAsync(direct, "two"));
        await using var phone = await bob.ListenAsync(replica: 0);
        await using var desk = await bob.ListenAsync(replica: 1);
        await using var anns = await ann.ListenAsync();
        Assert.Equal(2, await bob.UnreadAsync(direct));
        await phone.CallAsync("Delete", new { messageId = first, forMe = true });
        await bob.Hide(first, replica: 1).ShouldBeAsync(204);
        foreach (var device in new[] { phone, desk })
        {
            var hidden = await device.HearAsync("Hidden");
            Assert.Equal((direct, first, 1L), (hidden.Id("conversationId"), hidden.Id("messageId"), hidden.Number("seq")));
            // What is unread is another, and the mark with it is newer than all before.
            var mark = await device.HearAsync("Read", read => read.Id("conversationId") == direct);
            Assert.Equal((0L, 1L), (mark.Number("seq"), mark.Number("unread")));
            Assert.Equal(mark.Number("version"), (await bob.ConversationAsync(direct)).Number("readVersion"));
        }

        var history = await bob.Http().GetAsync($"/api/chat/conversations/{direct}/messages").ShouldBeAsync(200);
        Assert.Equal(["two"], history.Items().Bodies());
        var events = await bob.EventsAsync(direct);
        Assert.Equal([("", true), ("two", false)], events.Select(e => (e.Text("body"), e.TryGetProperty("hidden", out _))));
        await bob.Http().GetAsync($"/api/chat/messages/{first}").ShouldBeProblemAsync(404, "message.not_found");
        await bob.React(first, "👍").ShouldBeProblemAsync(404, "message.not_found");
        Assert.Equal("one", (await ann.MessageAsync(first)).Text("body"));
        await ann.SayAsync(direct, "three");
        await anns.HearAsync("Event", e => e.Text("body") == "three");
        Assert.Empty(anns.Heard("Hidden"));
        Assert.Single(desk.Heard("Hidden"));
        Assert.Equal(WireJson.UpTo(3), (await bob.EventsAsync(direct)).Seqs());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task In_the_public_room_too()
    {
        await using var own = await ChatApp.StartAsync();
        var (ann, bob) = (own.NewPerson(), own.NewPerson("bob"));
        var message = await ann.SayAsync(ChatPerson.Lobby, "x");
        await ann.SayAsync(ChatPerson.Lobby, "y");
        await bob.Hide(message).ShouldBeAsync(204);
        Assert.Equal(1, await bob.UnreadAsync(ChatPerson.Lobby));
        Assert.Equal("x", (await ann.MessageAsync(message)).Text("body"));
    }

    [Fact]
    public async Task Who_keeps_order_deletes_what_others_wrote_and_between_two_people_nobody_does()
    {
        var (ann, bob, cy, moderator) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"), app.NewModerator());
        var room = await app.RoomAsync(ann, bob, cy);
        var (first, second) = (await bob.SayAsync(room, "one"), await bob.SayAsync(room, "two"));
        await cy.Delete(first).ShouldBeProblemAsync(403, "message.not_yours");
        await ann.Delete(first).ShouldBeAsync(204);
        // Called to a room that they are not in.
        await moderator.Delete(second).ShouldBeAsync(204);
        var told = await bob.LastEventAsync(room);
        Assert.Equal((moderator.Id, moderator.Username), (told.GetProperty("actor").Id(), told.GetProperty("actor").Text("username")));

        var shout = await bob.SayAsync(ChatPerson.Lobby, "shout");
        await ann.Delete(shout).ShouldBeProblemAsync(403, "message.not_yours");
        await moderator.Delete(shout).ShouldBeAsync(204);

        var (dan, eve, direct) = await app.TwoFriendsAsync();
        var whisper = await dan.SayAsync(direct, "whisper");
        await eve.Delete(whisper).ShouldBeProblemAsync(403, "message.not_yours");
        await moderator.Delete(whisper).ShouldBeProblemAsync(404, "message.not_found");
    }
}

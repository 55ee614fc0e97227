using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class EditingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Both_hear_the_new_text_and_the_former_ones_can_be_read()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "frist");
        await using var hears = await bob.ListenAsync(replica: 1);
        var edited = await ann.Edit(message, "first").ShouldBeAsync(200);
        Assert.Equal(("first", 2L), (edited.Text("body"), edited.Number("version")));

        var told = await hears.HearAsync("Event", e => e.Text("type") == "message.edited");
        Assert.Equal((direct, 2L, ann.Id), (told.Id("conversationId"), told.Number("seq"), told.GetProperty("actor").Id()));
        Assert.Equal(edited.GetRawText(), told.GetProperty("message").GetRawText());
        Assert.Equal(told.GetRawText(), (await bob.LastEventAsync(direct, replica: 1)).GetRawText());

        await using var hub = await ann.HubAsync(replica: 1);
        var again = await hub.CallAsync("Edit", new { messageId = message, body = "First!" });
        Assert.Equal(("First!", 3L), (again.Text("body"), again.Number("version")));
        var revisions = (await bob.Http().GetAsync($"/api/chat/messages/{message}/revisions?limit=1").ShouldBeAsync(200));
        Assert.Equal(["frist"], revisions.Items().Bodies());
        revisions = await bob.Http().GetAsync(
            $"/api/chat/messages/{message}/revisions?cursor={revisions.Text("next")}").ShouldBeAsync(200);
        Assert.Equal([("first", 2L)], revisions.Items().Select(r => (r.Text("body"), r.Number("number"))));
        Assert.Equal(edited.Time("editedAt"), revisions.Items()[0].Time("writtenAt"));
        Assert.Equal(WireJson.UpTo(3), (await bob.EventsAsync(direct)).Seqs());
        Assert.Equal(1, await bob.UnreadAsync(direct));
    }

    [Fact]
    public async Task Who_says_which_text_they_have_seen_overwrites_no_other()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "one");
        // A reaction is another version and the same text.
        await bob.React(message, "👍").ShouldBeAsync(200);
        var two = await ann.Edit(message, "two", "\"1\"").ShouldBeAsync(200);
        await ann.Edit(message, "three", "\"1\"", replica: 1).ShouldBeProblemAsync(412, "message.changed");
        await ann.Edit(message, "three", "\"99\"").ShouldBeProblemAsync(412, "message.changed");
        await ann.Edit(message, "three", "\"0\"").ShouldBeProblemAsync(412, "message.changed");
        await ann.Edit(message, "three", "7").ShouldBeProblemAsync(400, "request.malformed");
        await ann.Edit(message, "three", "W/\"7\"").ShouldBeProblemAsync(400, "request.malformed");
        await using var hub = await ann.HubAsync();
        await hub.ShouldRefuseAsync(412, "message.changed", "Edit", new { messageId = message, body = "three", version = 1 });
        await hub.CallAsync("Edit", new { messageId = message, body = "three", version = two.Number("version") });
        Assert.Equal("four", (await ann.Edit(message, "four", "*").ShouldBeAsync(200)).Text("body"));
    }

    [Fact]
    public async Task An_edit_that_comes_twice_is_one()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "one");
        var edits = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ann.Edit(message, "two", "\"1\"", i % 2).ShouldBeAsync(200)));
        Assert.All(edits, edit => Assert.Equal(edits[0].GetRawText(), edit.GetRawText()));
        Assert.Equal(2, (await bob.EventsAsync(direct)).Count);
    }

    [Fact]
    public async Task A_send_that_comes_again_after_the_edit_has_the_answer_of_the_first()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        var sent = await ann.SendAsync(direct, "one", id);
        await ann.Edit(sent.Id("messageId"), "two").ShouldBeAsync(200);
        var again = await ann.Post(direct, "one", id, replica: 1).ShouldBeAsync(200);
        Assert.Equal((sent.Id("messageId"), true), (again.Id("messageId"), again.GetProperty("duplicate").GetBoolean()));
        await ann.Post(direct, "two", id).ShouldBeProblemAsync(422, "message.id_reused");
        await ann.Delete(sent.Id("messageId")).ShouldBeAsync(204);
        await ann.Post(direct, "one", id).ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_text_that_could_not_be_sent_cannot_be_edited_in()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "one");
        await ann.Edit(message, " ").ShouldBeProblemAsync(400, "message.empty");
        await ann.Edit(message, new string('a', 2001)).ShouldBeProblemAsync(400, "message.too_long");
        await ann.Edit(message, "nul \0").ShouldBeProblemAsync(400, "request.malformed");
        Assert.Single(await ann.EventsAsync(direct));
    }

    [Fact]
    public async Task After_a_block_nothing_reaches_the_other_by_an_edit_and_what_is_ones_own_can_be_deleted()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        var other = await bob.SayAsync(direct, "go away");
        await ann.React(other, "👍").ShouldBeAsync(200);
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
        await app.BlockAsync(bob, ann, 2);
        await ann.Edit(message, "listen").ShouldBeProblemAsync(403, "direct.not_allowed");
        await ann.React(other, "👎").ShouldBeProblemAsync(403, "direct.not_allowed");
        await ann.Pin(message).ShouldBeProblemAsync(403, "direct.not_allowed");
        await bob.Edit(other, "listen").ShouldBeProblemAsync(403, "direct.not_allowed");
        Assert.Equal(3, (await bob.EventsAsync(direct)).Count);
        await ann.React(other, "👍", on: false).ShouldBeAsync(200);
        await ann.Delete(message).ShouldBeAsync(204);
    }

    [Fact]
    public async Task A_message_request_is_not_longer_for_being_edited()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await app.Bus.PublishAsync(bob.TakesMessagesOf(Contracts.Friends.Audience.Everyone, 1));
        await Eventually.IsAsync("bob takes messages", async () => await app.CountAsync(
            $"SELECT count(*) FROM privacy_settings WHERE user_id = '{bob.Id}'") == 1);
        var direct = await ann.OpenDirectAsync(bob);
        var message = await ann.SayAsync(direct, "hello");
        for (var i = 2; i <= 10; i++)
        {
            await ann.Edit(message, $"hello {i}").ShouldBeAsync(200);
        }

        await ann.Edit(message, "hello 11").ShouldBeProblemAsync(403, "direct.request_pending");
        await ann.React(message, "👍").ShouldBeProblemAsync(403, "direct.request_pending");
    }

    [Fact]
    public async Task Too_many_edits_are_refused()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "0");
        for (var i = 1; i <= 100; i++)
        {
            await ann.Edit(message, $"{i}", replica: i % 2).ShouldBeAsync(200);
        }

        await ann.Edit(message, "101").ShouldBeProblemAsync(409, "message.too_many_edits");
    }

    [Fact]
    public async Task The_time_for_edits_is_a_setting()
    {
        await using var own = await ChatApp.StartAsync(configure: settings => settings.With("Chat:Messages:EditWindow", "00:15:00"));
        var ann = own.NewPerson();
        var message = await ann.SayAsync(ChatPerson.Lobby, "one");
        await ann.Edit(message, "two").ShouldBeAsync(200);
        await own.ExecuteAsync($"UPDATE messages SET created_at = created_at - interval '15 minutes' WHERE id = '{message}'");
        await ann.Edit(message, "three").ShouldBeProblemAsync(403, "message.edit_too_late");
        await ann.Delete(message).ShouldBeAsync(204);
    }

    [Fact]
    public async Task Whom_the_new_text_names_takes_the_place_of_whom_the_old_one_named()
    {
        var (ann, bob, cy) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"));
        var room = await app.RoomAsync(ann, bob, cy);
        var message = await ann.SayAsync(room, $"@{bob.Username} look");
        Assert.Equal((1, 0), (await MentionsAsync(bob), await MentionsAsync(cy)));
        var edited = await ann.Edit(message, $"@{cy.Username} look").ShouldBeAsync(200);
        Assert.Equal([cy.Id], edited.GetProperty("mentions").EnumerateArray().Select(id => id.GetGuid()));
        Assert.Equal((0, 1), (await MentionsAsync(bob), await MentionsAsync(cy)));
        edited = await ann.Edit(message, "@all look").ShouldBeAsync(200);
        Assert.Equal(("all", false), (edited.Text("mentionsEveryone"), edited.TryGetProperty("mentions", out _)));
        Assert.Equal((1, 1), (await MentionsAsync(bob), await MentionsAsync(cy)));
        // Only who keeps order names everyone.
        var bobs = await bob.SayAsync(room, "x");
        Assert.False((await bob.Edit(bobs, "@all look").ShouldBeAsync(200)).TryGetProperty("mentionsEveryone", out _));
        await ann.Delete(message).ShouldBeAsync(204);
        Assert.Equal((0, 0), (await MentionsAsync(bob), await MentionsAsync(cy)));

        async Task<long> MentionsAsync(ChatPerson person) => (await person.ConversationAsync(room, replica: 1)).Number("mentions");
    }
}

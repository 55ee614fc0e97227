using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Rooms;

/// <summary>Roles, settings, sending away, the end.</summary>
public sealed class RunningRooms(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_owner_makes_admins_who_send_members_away_and_nobody_above_them()
    {
        var (ann, room, others) = await RoomAsync(4);
        var (admin, second, cy, dan) = (others[0], others[1], others[2], others[3]);
        await Role(cy, room, dan, "admin").ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Role(ann, room, admin, "admin").ShouldBeAsync(204);
        await Role(ann, room, admin, "admin", 1).ShouldBeAsync(204);
        await Role(ann, room, second, "admin").ShouldBeAsync(204);
        await Role(admin, room, dan, "admin").ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Remove(admin, room, second).ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Remove(admin, room, ann).ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Remove(cy, room, dan).ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Remove(admin, room, admin).ShouldBeProblemAsync(400, "member.self");
        await Remove(admin, room, dan).ShouldBeAsync(204);
        await Remove(admin, room, dan).ShouldBeAsync(204);
        await Remove(ann, room, second).ShouldBeAsync(204);
        var events = await ann.EventsAsync(room);
        Assert.Equal(WireJson.UpTo(events.Count), events.Seqs());
        var removed = events.Where(e => e.Text("type") == "member.removed").ToList();
        Assert.Equal([dan.Id, second.Id], removed.Select(e => e.GetProperty("data").Id("userId")));
        Assert.Equal(admin.Id, removed[0].GetProperty("author").Id());
        Assert.Equal(2, events.Count(e => e.Text("type") == "member.role_changed"));
        // Sent away is not shut out.
        await dan.Join(room).ShouldBeAsync(200);
        await Role(ann, room, second, "admin").ShouldBeProblemAsync(404, "member.not_found");
        await Role(second, room, cy, "admin").ShouldBeProblemAsync(404, "conversation.not_found");
    }

    [Fact]
    public async Task A_room_has_one_owner_who_may_pass_it_on()
    {
        var (ann, room, others) = await RoomAsync(1);
        var bob = others[0];
        await Role(ann, room, ann, "member").ShouldBeProblemAsync(409, "member.owner");
        await Role(ann, room, bob, "owner").ShouldBeAsync(204);
        Assert.Equal("owner", (await bob.ConversationAsync(room)).Text("role"));
        Assert.Equal("admin", (await ann.ConversationAsync(room)).Text("role"));
        await Role(ann, room, bob, "member").ShouldBeProblemAsync(403, "conversation.not_allowed");
        using var noRole = JsonContent.Create(new { role = "king" });
        await bob.Http().PutAsync($"/api/chat/conversations/{room}/members/{ann.Id}/role", noRole)
            .ShouldBeProblemAsync(400, "request.malformed");
    }

    [Fact]
    public async Task When_the_owner_leaves_the_longest_standing_admin_follows_else_the_member()
    {
        var (ann, room, others) = await RoomAsync(3);
        await Role(ann, room, others[2], "admin").ShouldBeAsync(204);
        await ann.Leave(room).ShouldBeAsync(204);
        Assert.Equal("owner", (await others[2].ConversationAsync(room)).Text("role"));
        await others[2].Leave(room).ShouldBeAsync(204);
        Assert.Equal("owner", (await others[0].ConversationAsync(room)).Text("role"));
        Assert.Equal("member", (await others[1].ConversationAsync(room)).Text("role"));
        var last = (await others[0].EventsAsync(room))[^1];
        Assert.Equal("member.role_changed", last.Text("type"));
        Assert.Equal((others[0].Id, "owner"), (last.GetProperty("data").Id("userId"), last.GetProperty("data").Text("role")));
        await others[0].Leave(room).ShouldBeAsync(204);
        await others[1].Leave(room).ShouldBeAsync(204);
        // The last one has gone: there is no such room.
        await others[1].Join(room).ShouldBeProblemAsync(404, "conversation.not_found");
    }

    [Fact]
    public async Task The_members_are_listed_in_pages_owner_and_admins_first()
    {
        var (ann, room, others) = await RoomAsync(4);
        await Role(ann, room, others[3], "admin").ShouldBeAsync(204);
        var found = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await others[0].Http(1).GetAsync($"/api/chat/conversations/{room}/members?limit=2&cursor={cursor}").ShouldBeAsync(200);
            found.AddRange(page.Items());
            cursor = page.Text("next");
        }
        while (cursor is not null);
        Guid[] expected = [ann.Id, others[3].Id, others[0].Id, others[1].Id, others[2].Id];
        Assert.Equal(expected, found.Select(member => member.GetProperty("user").Id()));
        Assert.Equal(["owner", "admin", "member", "member", "member"], found.Select(member => member.Text("role")));
        Assert.Equal(ann.Username, found[0].GetProperty("user").Text("username"));
        var url = $"/api/chat/conversations/{room}/members";
        await app.NewPerson().Http().GetAsync(url).ShouldBeProblemAsync(404, "conversation.not_found");
        await ann.Http().GetAsync($"{url}?cursor=YQ").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        await ann.Http().GetAsync($"/api/chat/conversations/{ChatPerson.Lobby}/members").ShouldBeProblemAsync(409, "conversation.not_a_room");
    }

    [Fact]
    public async Task Settings_change_only_as_they_were_read_and_everyone_hears_it()
    {
        var (ann, room, others) = await RoomAsync(1);
        await using var bobs = await others[0].ListenAsync(1);
        var read = await ann.ConversationAsync(room);
        await Change(others[0], room, new { topic = "x" }).ShouldBeProblemAsync(403, "conversation.not_allowed");
        var changed = await Change(ann, room, new { name = "New name", topic = "t", slowMode = 5 }, $"\"{read.Number("settingsSeq")}\"")
            .ShouldBeAsync(200);
        Assert.Equal(("New name", "t", 5), (changed.Text("name"), changed.Text("topic"), changed.Number("slowMode")));
        await Change(ann, room, new { topic = "late" }, $"\"{read.Number("settingsSeq")}\"").ShouldBeProblemAsync(412, "conversation.changed");
        await Change(ann, room, new { topic = "late" }, "\"what\"").ShouldBeProblemAsync(400, "request.invalid");
        var renamed = await bobs.HearAsync("Event", e => e.Text("type") == "conversation.renamed");
        Assert.Equal(("New name", read.Text("name")), (renamed.GetProperty("data").Text("name"), renamed.GetProperty("data").Text("before")));
        var updated = await bobs.HearAsync("Event", e => e.Text("type") == "conversation.updated");
        Assert.Equal(changed.Number("settingsSeq"), updated.Number("seq"));
        Assert.Equal(("t", 5), (updated.GetProperty("data").Text("topic"), updated.GetProperty("data").Number("slowMode")));
        // What is as it was is no change.
        Assert.Equal(changed.Number("headSeq"), (await Change(ann, room, new { topic = "t" }, "*").ShouldBeAsync(200)).Number("headSeq"));
        await Change(ann, room, new { name = "" }).ShouldBeProblemAsync(400, "request.invalid");
        await Change(app.NewPerson(), room, new { topic = "x" }).ShouldBeProblemAsync(404, "conversation.not_found");
    }

    [Fact]
    public async Task A_slow_mode_slows_members_who_find_no_way_around_it_by_coming_again()
    {
        var (ann, room, others) = await RoomAsync(1);
        var bob = others[0];
        await Change(ann, room, new { slowMode = 600 }).ShouldBeAsync(200);
        await bob.SendAsync(room, "one");
        await bob.Post(room, "two").ShouldBeProblemAsync(429, "slow_mode");
        await bob.Leave(room).ShouldBeAsync(204);
        await bob.Join(room).ShouldBeAsync(200);
        await bob.Post(room, "three").ShouldBeProblemAsync(429, "slow_mode");
        await ann.SendAsync(room, "the owner");
        await ann.SendAsync(room, "is not slowed");
    }

    [Fact]
    public async Task A_deleted_room_is_told_and_then_gone_for_all()
    {
        var (ann, room, others) = await RoomAsync(1);
        await using var bobs = await others[0].ListenAsync(1);
        await Delete(others[0], room).ShouldBeProblemAsync(403, "conversation.not_allowed");
        await Delete(app.NewPerson(), room).ShouldBeProblemAsync(404, "conversation.not_found");
        await Delete(ann, room).ShouldBeAsync(204);
        await bobs.HearAsync("Event", e => e.Text("type") == "conversation.deleted" && e.Id("conversationId") == room);
        foreach (var person in new[] { ann, others[0] })
        {
            await person.Http(1).GetAsync($"/api/chat/conversations/{room}").ShouldBeProblemAsync(404, "conversation.not_found");
            await person.Post(room, "x").ShouldBeProblemAsync(404, "conversation.not_found");
            await person.Join(room).ShouldBeProblemAsync(404, "conversation.not_found");
            Assert.DoesNotContain(await person.ListAsync("all"), c => c.Id() == room);
        }

        await Delete(ann, room).ShouldBeProblemAsync(404, "conversation.not_found");
        var (_, bob, direct) = await app.TwoFriendsAsync();
        await Delete(bob, direct).ShouldBeProblemAsync(409, "conversation.not_a_room");
    }

    [Fact]
    public async Task The_sites_moderators_keep_order_in_rooms_that_they_are_not_in()
    {
        var (ann, room, others) = await RoomAsync(1);
        var moderator = app.NewOperator("moderator");
        await Remove(moderator, room, others[0]).ShouldBeAsync(204);
        await Remove(moderator, room, ann).ShouldBeAsync(204);
        var (_, second, _) = await RoomAsync(0);
        await Delete(moderator, second).ShouldBeAsync(204);
        var (_, _, direct) = await app.TwoFriendsAsync();
        await Delete(moderator, direct).ShouldBeProblemAsync(404, "conversation.not_found");
    }

    [Fact]
    public async Task The_public_room_is_run_by_the_sites_operators_and_named_by_its_admins()
    {
        await using var own = await ChatApp.StartAsync();
        var (ann, moderator, admin) = (own.NewPerson(), own.NewOperator("moderator"), own.NewOperator("admin"));
        await Change(ann, ChatPerson.Lobby, new { topic = "mine" }).ShouldBeProblemAsync(403, "conversation.not_allowed");
        Assert.Equal("Be kind", (await Change(moderator, ChatPerson.Lobby, new { topic = "Be kind", slowMode = 1 }).ShouldBeAsync(200)).Text("topic"));
        await Change(moderator, ChatPerson.Lobby, new { name = "Mine" }).ShouldBeProblemAsync(403, "conversation.not_allowed");
        Assert.Equal("Plaza", (await Change(admin, ChatPerson.Lobby, new { name = "Plaza" }).ShouldBeAsync(200)).Text("name"));
        await Delete(admin, ChatPerson.Lobby).ShouldBeProblemAsync(409, "conversation.not_a_room");
        // However many look at it, only who has read or written has a row.
        Assert.Equal("Plaza", (await ann.ConversationAsync(ChatPerson.Lobby)).Text("name"));
        await ann.ListAsync();
        await using var device = await ann.ListenAsync();
        await device.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        Assert.Equal(0, await own.CountAsync($"SELECT count(*) FROM members WHERE user_id = '{ann.Id}'"));
    }

    [Fact]
    public async Task Who_comes_late_reads_what_the_rooms_policy_gives()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var open = (await ann.CreateRoomAsync()).Id();
        var closed = (await ann.CreateRoomAsync(with: new { kind = "room", name = "Since", history = "since_join" })).Id();
        foreach (var room in new[] { open, closed })
        {
            await ann.SendAsync(room, "before");
            Assert.Equal(0, (await bob.Join(room).ShouldBeAsync(200)).Number("unread"));
            await ann.SendAsync(room, "after");
            Assert.Equal(1, await bob.UnreadAsync(room));
        }

        Assert.Equal(WireJson.UpTo(4), (await bob.EventsAsync(open)).Seqs());
        Assert.Equal([3, 4], (await bob.EventsAsync(closed)).Seqs());
        Assert.Equal(2, (await bob.ConversationAsync(closed)).Number("historyFrom"));
        var listed = await bob.Http().GetAsync($"/api/chat/conversations/{closed}/messages").ShouldBeAsync(200);
        Assert.DoesNotContain("before", listed.Items().Bodies());
        // Who comes again begins again.
        await bob.Leave(closed).ShouldBeAsync(204);
        await ann.SendAsync(closed, "meanwhile");
        await bob.Join(closed).ShouldBeAsync(200);
        Assert.DoesNotContain("after", (await bob.EventsAsync(closed)).Select(e => e.TryGetProperty("body", out var body) ? body.GetString() : null));
    }

    /// <summary>The owner, and others who came one after the other.</summary>
    private async Task<(ChatPerson Owner, Guid Room, ChatPerson[] Others)> RoomAsync(int others)
    {
        var ann = app.NewPerson();
        var room = (await ann.CreateRoomAsync()).Id();
        var people = Enumerable.Range(0, others).Select(i => app.NewPerson($"other{i}")).ToArray();
        foreach (var person in people)
        {
            await person.Join(room).ShouldBeAsync(200);
        }

        return (ann, room, people);
    }

    private static Task<HttpResponseMessage> Role(ChatPerson actor, Guid room, ChatPerson member, string role, int replica = 0) =>
        actor.Http(replica).PutAsync($"/api/chat/conversations/{room}/members/{member.Id}/role", new { role });

    private static Task<HttpResponseMessage> Remove(ChatPerson actor, Guid room, ChatPerson member) =>
        actor.Http().DeleteAsync($"/api/chat/conversations/{room}/members/{member.Id}");

    private static Task<HttpResponseMessage> Delete(ChatPerson actor, Guid room) =>
        actor.Http().DeleteAsync($"/api/chat/conversations/{room}");

    private static async Task<HttpResponseMessage> Change(ChatPerson actor, Guid room, object change, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/chat/conversations/{room}")
        {
            Content = JsonContent.Create(change),
        };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await actor.Http().SendAsync(request);
    }
}

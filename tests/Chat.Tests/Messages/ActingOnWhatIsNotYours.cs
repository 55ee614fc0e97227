using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

/// <summary>Who may do what, over both doors.</summary>
public sealed class ActingOnWhatIsNotYours(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    // ASVS 8.2.2: what belongs to others is not reached by its id, and 8.3.1: the server decides.
    [Fact]
    public async Task A_message_of_others_is_not_there()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var (eve, _, theirs) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "secret");
        foreach (var id in new[] { message, Guid.NewGuid(), direct })
        {
            var path = $"/api/chat/messages/{id}";
            await eve.Http().GetAsync(path).ShouldBeProblemAsync(404, "message.not_found");
            await eve.Http().GetAsync($"{path}/revisions").ShouldBeProblemAsync(404, "message.not_found");
            await eve.Http().GetAsync($"{path}/thread").ShouldBeProblemAsync(404, "message.not_found");
            await eve.Http().GetAsync($"{path}/reactions/👍").ShouldBeProblemAsync(404, "message.not_found");
            await eve.Edit(id, "mine").ShouldBeProblemAsync(404, "message.not_found");
            await eve.Delete(id).ShouldBeProblemAsync(404, "message.not_found");
            await eve.Hide(id).ShouldBeProblemAsync(404, "message.not_found");
            await eve.React(id, "👍").ShouldBeProblemAsync(404, "message.not_found");
            await eve.React(id, "👍", on: false).ShouldBeProblemAsync(404, "message.not_found");
            await eve.Pin(id).ShouldBeProblemAsync(404, "message.not_found");
            await eve.Pin(id, on: false).ShouldBeProblemAsync(404, "message.not_found");
            await eve.Forward(id, theirs).ShouldBeProblemAsync(404, "message.not_found");
        }

        await eve.Http().GetAsync($"/api/chat/conversations/{direct}/pins").ShouldBeProblemAsync(404, "conversation.not_found");
        await eve.Http().GetAsync($"/api/chat/conversations/{direct}/emoji").ShouldBeProblemAsync(404, "conversation.not_found");
        await using var hub = await eve.HubAsync(replica: 1);
        await hub.ShouldRefuseAsync(404, "message.not_found", "Edit", new { messageId = message, body = "mine" });
        await hub.ShouldRefuseAsync(404, "message.not_found", "Delete", new { messageId = message });
        await hub.ShouldRefuseAsync(404, "message.not_found", "Delete", new { messageId = message, forMe = true });
        await hub.ShouldRefuseAsync(404, "message.not_found", "React", new { messageId = message, emoji = "👍", on = true });
        await hub.ShouldRefuseAsync(404, "message.not_found", "Pin", new { messageId = message, on = true });
        Assert.Equal(["secret"], (await ann.EventsAsync(direct)).Bodies());
    }

    [Fact]
    public async Task A_message_of_another_in_ones_own_conversation_can_be_seen_and_not_changed()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        await bob.Edit(message, "goodbye").ShouldBeProblemAsync(403, "message.not_yours");
        await bob.Delete(message).ShouldBeProblemAsync(403, "message.not_yours");
        await using var hub = await bob.HubAsync(replica: 1);
        await hub.ShouldRefuseAsync(403, "message.not_yours", "Edit", new { messageId = message, body = "goodbye" });
        await hub.ShouldRefuseAsync(403, "message.not_yours", "Delete", new { messageId = message });
        Assert.Equal("hello", (await bob.MessageAsync(message)).Text("body"));
        Assert.Single(await bob.EventsAsync(direct));
    }

    [Fact]
    public async Task What_was_before_ones_time_and_what_the_system_says_is_not_there()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = await app.RoomAsync(ann, bob);
        var early = await ann.SayAsync(room, "before");
        await ann.Pin(early).ShouldBeAsync(200);
        await app.ExecuteAsync(
            $"""
            UPDATE members SET history_from = 2 WHERE conversation_id = '{room}' AND user_id = '{bob.Id}';
            SELECT record_notice('{room}', 'member.joined', '{bob.Id}', NULL)
            """);
        await bob.Http().GetAsync($"/api/chat/messages/{early}").ShouldBeProblemAsync(404, "message.not_found");
        await bob.React(early, "👍").ShouldBeProblemAsync(404, "message.not_found");
        await bob.Hide(early).ShouldBeProblemAsync(404, "message.not_found");
        await bob.Forward(early, room).ShouldBeProblemAsync(404, "message.not_found");
        Assert.Empty((await bob.Http().GetAsync($"/api/chat/conversations/{room}/pins").ShouldBeAsync(200)).Items());
        var reply = await ann.SayAsync(room, "after", replyTo: early);
        var thread = await bob.Http().GetAsync($"/api/chat/messages/{reply}/thread").ShouldBeAsync(200);
        Assert.Equal((System.Text.Json.JsonValueKind.Null, 1), (thread.GetProperty("root").ValueKind, thread.Items().Length));

        var notice = (await bob.EventsAsync(room))[0];
        Assert.Equal("member.joined", notice.Text("type"));
        await bob.Edit(notice.Id(), "x").ShouldBeProblemAsync(404, "message.not_found");
        await ann.Delete(notice.Id()).ShouldBeProblemAsync(404, "message.not_found");
        await bob.React(notice.Id(), "👍").ShouldBeProblemAsync(404, "message.not_found");
    }

    [Fact]
    public async Task Every_route_asks_for_a_token_and_for_what_it_knows()
    {
        using var nobody = app.Replicas[0].Http();
        var id = Guid.NewGuid();
        foreach (var path in new[] { $"messages/{id}", $"messages/{id}/thread", $"conversations/{id}/pins", $"conversations/{id}/emoji/x" })
        {
            await nobody.GetAsync($"/api/chat/{path}").ShouldBeProblemAsync(401, "auth.token_missing");
        }

        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "x");
        var http = ann.Http();
        await http.DeleteAsync($"/api/chat/messages/{message}?for=bob").ShouldBeProblemAsync(400, "request.invalid");
        await http.GetAsync($"/api/chat/messages/{message}/thread?before=1&after=1").ShouldBeProblemAsync(400, "request.invalid");
        await http.GetAsync($"/api/chat/messages/{message}/thread?after=-1").ShouldBeProblemAsync(400, "request.invalid");
        await http.GetAsync($"/api/chat/messages/{message}/revisions?cursor=AAAA").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        await http.GetAsync($"/api/chat/conversations/{direct}/pins?cursor=AAAA").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        await http.PatchAsync($"/api/chat/messages/{message}", new StringContent("{}", null, "application/json"))
            .ShouldBeProblemAsync(400, "request.malformed");
        await http.PostAsync($"/api/chat/messages/{message}/forward", new { }).ShouldBeProblemAsync(400, "request.malformed");
        await ann.Forward(message, direct, Guid.Empty).ShouldBeProblemAsync(400, "request.invalid");
        await using var hub = await ann.HubAsync();
        await hub.ShouldRefuseAsync(400, "request.malformed", "Edit", new { messageId = message });
        await hub.ShouldRefuseAsync(400, "request.malformed", "React", new { messageId = message, emoji = (string?)null, on = true });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Pin", new { messageId = "x", on = true });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Delete");
    }
}

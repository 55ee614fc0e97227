using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Scheduled;

public sealed class SchedulingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task It_is_sent_once_at_its_time_though_every_replica_looks_for_it_and_its_author_hears_so()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var hub = await ann.HubAsync(replica: 1);
        await hub.CallAsync("Sync", new { heads = new { } });
        var id = Guid.NewGuid();
        var scheduled = await Schedule(ann, direct, "later", id).ShouldBeAsync(201);
        Assert.Equal("pending", scheduled.Text("state"));
        await hub.HearAsync("ScheduledChanged", e => e.Id() == scheduled.Id() && e.Text("state") == "pending");
        Assert.Empty(await bob.EventsAsync(direct));

        await DueAsync(ann);
        await hub.HearAsync("ScheduledChanged", e => e.Id() == scheduled.Id() && e.Text("state") == "sent");
        var message = Assert.Single(await bob.EventsAsync(direct));
        Assert.Equal(("later", id, ann.Id), (message.Text("body"), message.Id("clientMessageId"), message.GetProperty("author").Id()));
        Assert.Empty(await ListAsync(ann));
    }

    [Fact]
    public async Task Scheduling_again_with_the_same_client_id_schedules_nothing_twice()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Schedule(ann, direct, "once", id, replica: n % 2)));
        Assert.Single(answers, answer => (int)answer.StatusCode == 201);
        Assert.Equal(9, answers.Count(answer => (int)answer.StatusCode == 200));
        await Schedule(ann, direct, "another", id).ShouldBeProblemAsync(422, "message.id_reused");
        Assert.Single(await ListAsync(ann));
    }

    [Fact]
    public async Task It_can_be_changed_and_taken_back_by_its_author_alone()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var scheduled = await Schedule(ann, direct, "first").ShouldBeAsync(201);
        var path = $"/api/chat/scheduled/{scheduled.Id()}";
        await Patch(bob, path, new { body = "bob's" }).ShouldBeProblemAsync(404, "scheduled.not_found");
        await bob.Http().DeleteAsync(path).ShouldBeProblemAsync(404, "scheduled.not_found");
        var at = DateTimeOffset.UtcNow.AddDays(2);
        var changed = await Patch(ann, path, new { body = "second", sendAt = at }).ShouldBeAsync(200);
        Assert.Equal(("second", "pending"), (changed.Text("body"), changed.Text("state")));
        Assert.Equal(at, changed.Time("sendAt"), TimeSpan.FromMilliseconds(1));
        await Patch(ann, path, new { body = "" }).ShouldBeProblemAsync(400, "message.empty");
        await Patch(ann, path, new { sendAt = DateTimeOffset.UtcNow }).ShouldBeProblemAsync(400, "request.invalid");
        await ann.Http().DeleteAsync(path).ShouldBeAsync(204);
        await ann.Http().DeleteAsync(path).ShouldBeProblemAsync(404, "scheduled.not_found");
        Assert.Empty(await ListAsync(ann));
    }

    [Fact]
    public async Task What_a_replica_is_sending_is_neither_changed_nor_taken_back()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var scheduled = await Schedule(ann, direct, "on its way").ShouldBeAsync(201);
        await app.ExecuteAsync(
            $"UPDATE scheduled_messages SET claimed_until = now() + interval '1 minute' WHERE id = '{scheduled.Id()}'");
        var path = $"/api/chat/scheduled/{scheduled.Id()}";
        await Patch(ann, path, new { body = "too late" }).ShouldBeProblemAsync(409, "scheduled.being_sent");
        await ann.Http().DeleteAsync(path).ShouldBeProblemAsync(409, "scheduled.being_sent");
    }

    [Fact]
    public async Task Who_was_blocked_since_finds_it_failed_with_the_code_and_may_try_again()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var hub = await ann.HubAsync();
        var scheduled = await Schedule(ann, direct, "later").ShouldBeAsync(201);
        await app.Bus.PublishAsync(bob.Blocks(ann, version: 9));
        await Eventually.IsAsync("the block has come", async () =>
        {
            using var refused = await ann.Post(direct, "now");
            return (int)refused.StatusCode == 403;
        });
        await DueAsync(ann);
        var told = await hub.HearAsync("ScheduledChanged", e => e.Text("state") == "failed");
        Assert.Equal("direct.not_allowed", told.Text("code"));
        var failed = Assert.Single(await ListAsync(ann));
        Assert.Equal(("failed", "direct.not_allowed"), (failed.Text("state"), failed.Text("code")));

        await app.Bus.PublishAsync(bob.FriendsWith(ann, version: 10));
        var again = await Patch(ann, $"/api/chat/scheduled/{scheduled.Id()}", new { sendAt = Later() }).ShouldBeAsync(200);
        Assert.Equal("pending", again.Text("state"));
        var known = (await bob.EventsAsync(direct)).Count;
        await Eventually.IsAsync("they are friends again", async () =>
        {
            using var answer = await ann.Post(direct, "now");
            return (int)answer.StatusCode == 201;
        });
        await DueAsync(ann);
        await Eventually.IsAsync("it is sent", async () => (await bob.EventsAsync(direct)).Count == known + 2);
    }

    [Fact]
    public async Task Who_left_the_room_since_finds_it_failed()
    {
        var ann = app.NewPerson();
        var room = Guid.NewGuid();
        await app.ExecuteAsync(
            $"""
            INSERT INTO conversations (id, kind, name) VALUES ('{room}', 'room', 'room');
            INSERT INTO members (conversation_id, user_id) VALUES ('{room}', '{ann.Id}')
            """);
        await Schedule(ann, room, "later").ShouldBeAsync(201);
        await app.ExecuteAsync($"DELETE FROM members WHERE conversation_id = '{room}'");
        await DueAsync(ann);
        await Eventually.IsAsync("it has failed", async () => (await ListAsync(ann))[0].Text("state") == "failed");
        Assert.Equal("conversation.not_found", (await ListAsync(ann))[0].Text("code"));
    }

    [Fact]
    public async Task In_slow_mode_each_waits_its_turn()
    {
        var ann = app.NewPerson();
        var room = Guid.NewGuid();
        await app.ExecuteAsync(
            $"""
            INSERT INTO conversations (id, kind, name, slow_mode) VALUES ('{room}', 'room', 'room', 1);
            INSERT INTO members (conversation_id, user_id) VALUES ('{room}', '{ann.Id}')
            """);
        for (var n = 0; n < 3; n++)
        {
            await Schedule(ann, room, $"{n}").ShouldBeAsync(201);
        }

        await DueAsync(ann);
        await Eventually.IsAsync("all are sent", async () => (await ann.EventsAsync(room)).Count == 3);
        // A moment later: what is sent is in the conversation before it is out of the list.
        await Eventually.IsAsync("none waits", async () => (await ListAsync(ann)).Length == 0);
        var times = (await ann.EventsAsync(room)).Select(e => e.Time("createdAt")).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_hundred_may_wait_and_not_one_more_however_many_are_scheduled_at_once()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await app.ExecuteAsync(
            $"""
            INSERT INTO scheduled_messages (id, user_id, username, conversation_id, client_message_id, body, send_at, due_at)
            SELECT gen_random_uuid(), '{ann.Id}', 'ann', '{direct}', gen_random_uuid(), 'text', now() + interval '1 day', now() + interval '1 day'
            FROM generate_series(1, 97)
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Schedule(ann, direct, $"{n}", replica: n % 2)));
        Assert.Equal(3, answers.Count(answer => (int)answer.StatusCode == 201));
        await answers.First(answer => (int)answer.StatusCode != 201).ShouldBeProblemAsync(409, "scheduled.too_many");
        var (seen, cursor) = (new HashSet<Guid>(), "");
        do
        {
            var page = await ann.Http().GetAsync($"/api/chat/scheduled?limit=40{cursor}").ShouldBeAsync(200);
            seen.UnionWith(page.Items().Select(item => item.Id()));
            cursor = page.Text("next") is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(100, seen.Count);
    }

    [Fact]
    public async Task What_cannot_be_scheduled_is_refused()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await Schedule(ann, Guid.NewGuid(), "text").ShouldBeProblemAsync(404, "conversation.not_found");
        await Schedule(app.NewPerson("eve"), direct, "text").ShouldBeProblemAsync(404, "conversation.not_found");
        await Schedule(ann, direct, " ").ShouldBeProblemAsync(400, "message.empty");
        await Schedule(ann, direct, new string('x', 2001)).ShouldBeProblemAsync(400, "message.too_long");
        await Schedule(ann, direct, "text", Guid.Empty).ShouldBeProblemAsync(400, "request.invalid");
        foreach (var at in (DateTimeOffset[])[
            DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddSeconds(5), DateTimeOffset.UtcNow.AddDays(367), DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue])
        {
            await Schedule(ann, direct, "text", at: at).ShouldBeProblemAsync(400, "request.invalid");
        }
    }

    private static DateTimeOffset Later() => DateTimeOffset.UtcNow.AddHours(1);

    private static Task<HttpResponseMessage> Schedule(
        ChatPerson person, Guid conversation, string body, Guid? id = null, DateTimeOffset? at = null, int replica = 0) =>
        person.Http(replica).PostAsync("/api/chat/scheduled", new
        {
            conversationId = conversation,
            clientMessageId = id ?? Guid.NewGuid(),
            body,
            sendAt = at ?? Later(),
        });

    private static Task<HttpResponseMessage> Patch(ChatPerson person, string path, object change) =>
        person.Http().PatchAsync(path, System.Net.Http.Json.JsonContent.Create(change));

    /// <summary>An hour passes for what this person has scheduled.</summary>
    private Task DueAsync(ChatPerson person) =>
        app.ExecuteAsync($"UPDATE scheduled_messages SET due_at = now(), send_at = now() WHERE user_id = '{person.Id}' AND failure IS NULL");

    private static async Task<JsonElement[]> ListAsync(ChatPerson person) =>
        (await person.Http().GetAsync("/api/chat/scheduled").ShouldBeAsync(200)).Items();
}

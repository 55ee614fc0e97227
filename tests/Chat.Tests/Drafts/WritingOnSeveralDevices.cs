using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Drafts;

public sealed class WritingOnSeveralDevices(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task What_is_begun_on_one_device_is_heard_by_the_others_and_by_nobody_else()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var phone = await ann.HubAsync(replica: 1);
        await using var bobs = await bob.HubAsync();
        await phone.CallAsync("Sync", new { heads = new { } });
        await bobs.CallAsync("Sync", new { heads = new { } });
        var reply = Guid.NewGuid();
        var saved = await Save(ann, direct, "so far 🦊", reply).ShouldBeAsync(200);
        var heard = await phone.HearAsync("Draft", e => e.Id("conversationId") == direct);
        Assert.Equal(("so far 🦊", saved.Number("version"), reply), (heard.Text("body"), heard.Number("version"), heard.Id("replyTo")));

        await ann.Http().DeleteAsync($"/api/chat/conversations/{direct}/draft").ShouldBeAsync(204);
        var gone = await phone.HearAsync("Draft", e => e.Text("body") == "");
        Assert.True(gone.Number("version") > saved.Number("version"));
        var again = await Save(ann, direct, "anew").ShouldBeAsync(200);
        Assert.True(again.Number("version") > gone.Number("version"), "A deletion that comes late is older.");
        Assert.Empty(bobs.Heard("Draft"));
        Assert.Empty((await bob.Http().GetAsync("/api/chat/drafts").ShouldBeAsync(200)).Items());
    }

    [Fact]
    public async Task Of_parallel_writes_over_both_replicas_each_has_a_version_of_its_own_and_the_highest_stays()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var saved = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Save(ann, direct, $"{n}", replica: n % 2).ShouldBeAsync(200)));
        Assert.Equal(40, saved.Select(draft => draft.Number("version")).Distinct().Count());
        var newest = saved.MaxBy(draft => draft.Number("version"));
        var kept = Assert.Single((await ann.Http().GetAsync("/api/chat/drafts").ShouldBeAsync(200)).Items());
        Assert.Equal((newest.Text("body"), newest.Number("version")), (kept.Text("body"), kept.Number("version")));
    }

    [Fact]
    public async Task They_are_listed_the_latest_first_by_pages_and_an_empty_one_is_none()
    {
        var ann = app.NewPerson();
        var conversations = new List<Guid> { ChatPerson.Lobby };
        foreach (var name in (string[])["bob", "cat"])
        {
            var friend = app.NewPerson(name);
            app.Friends.Set(ann.Id, friend.Id, areFriends: true, version: 1);
            conversations.Add(await ann.OpenDirectAsync(friend));
        }

        foreach (var conversation in conversations)
        {
            await Save(ann, conversation, $"in {conversation}").ShouldBeAsync(200);
        }

        await Save(ann, conversations[0], "the latest").ShouldBeAsync(200);
        var first = await ann.Http().GetAsync("/api/chat/drafts?limit=2").ShouldBeAsync(200);
        var second = await ann.Http().GetAsync($"/api/chat/drafts?limit=2&cursor={first.Text("next")}").ShouldBeAsync(200);
        Guid[] listed = [.. first.Items().Concat(second.Items()).Select(draft => draft.Id("conversationId"))];
        Assert.Equal([conversations[0], conversations[2], conversations[1]], listed);

        var emptied = await Save(ann, conversations[0], " ").ShouldBeAsync(200);
        Assert.Equal("", emptied.Text("body"));
        await Save(ann, conversations[0], "").ShouldBeAsync(200);
        Assert.Equal(2, (await ann.Http().GetAsync("/api/chat/drafts").ShouldBeAsync(200)).Items().Length);
    }

    [Fact]
    public async Task Only_in_conversations_of_their_own_and_no_longer_than_a_message()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var eve = app.NewPerson("eve");
        await Save(eve, direct, "text").ShouldBeProblemAsync(404, "conversation.not_found");
        await Save(eve, Guid.NewGuid(), "text").ShouldBeProblemAsync(404, "conversation.not_found");
        await Save(ann, direct, new string('x', 2001)).ShouldBeProblemAsync(400, "message.too_long");
        await eve.Http().DeleteAsync($"/api/chat/conversations/{direct}/draft").ShouldBeAsync(204);
    }

    private static Task<HttpResponseMessage> Save(
        ChatPerson person, Guid conversation, string body, Guid? replyTo = null, int replica = 0) =>
        person.Http(replica).PutAsync($"/api/chat/conversations/{conversation}/draft", new { body, replyTo });
}

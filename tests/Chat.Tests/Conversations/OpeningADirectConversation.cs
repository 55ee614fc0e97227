using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

public sealed class OpeningADirectConversation(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Both_at_once_on_both_replicas_open_the_same_one()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        app.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 1);
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? ann.Http(i / 2 % 2).PutAsync($"/api/chat/direct/{bob.Id}")
            : bob.Http(i / 2 % 2).PutAsync($"/api/chat/direct/{ann.Id}")));
        var ids = await Task.WhenAll(responses.Select(async r => (await r.ShouldBeAsync((int)r.StatusCode)).Id()));
        Assert.Single(ids.Distinct());
        Assert.Single(responses, response => (int)response.StatusCode == 201);
        Assert.All(responses, response => Assert.True((int)response.StatusCode is 200 or 201));
    }

    [Fact]
    public async Task Each_sees_the_other_in_it()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var seen = await ann.ConversationAsync(direct, replica: 1);
        Assert.Equal("direct", seen.Text("kind"));
        Assert.Equal(bob.Username, seen.Text("name"));
        Assert.Equal(bob.Id, seen.GetProperty("peer").Id());
        Assert.Equal(ann.Username, (await bob.ConversationAsync(direct)).GetProperty("peer").Text("username"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, seen.GetProperty("lastMessage").ValueKind);
    }

    [Fact]
    public async Task It_is_refused_with_oneself_with_strangers_and_with_nobody()
    {
        var (ann, cy) = (app.NewPerson(), app.NewPerson("cy"));
        await ann.Http().PutAsync($"/api/chat/direct/{ann.Id}").ShouldBeProblemAsync(400, "direct.with_self");
        await ann.Http().PutAsync($"/api/chat/direct/{cy.Id}").ShouldBeProblemAsync(403, "direct.not_allowed");
        await ann.Http().PutAsync($"/api/chat/direct/{Guid.NewGuid()}").ShouldBeProblemAsync(404, "user.not_found");
        await ann.Http().PutAsync("/api/chat/direct/no-id").ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task Whether_someone_is_nobody_is_not_guessed_while_identity_is_away()
    {
        await using var own = await ChatApp.StartAsync();
        var ann = own.NewPerson();
        await ann.UnreadAsync(ChatPerson.Lobby);
        await own.Identity.DisposeAsync();
        await ann.Http().PutAsync($"/api/chat/direct/{Guid.NewGuid()}").ShouldBeProblemAsync(503, "service.unavailable");
    }

    [Fact]
    public async Task Friends_no_longer_find_their_history_but_do_not_write()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "while it lasted");
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
        await app.Bus.PublishAsync(bob.FriendsWith(ann, 2, areFriends: false));
        await Eventually.IsAsync("the end is known", async () => (int)(await bob.Post(direct, "x")).StatusCode == 403);
        await ann.Post(direct, "x", replica: 1).ShouldBeProblemAsync(403, "direct.not_allowed");
        Assert.Equal(direct, await ann.OpenDirectAsync(bob));
        Assert.NotEmpty(await ann.EventsAsync(direct));
    }
}

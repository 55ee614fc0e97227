using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Relationships;

public sealed class FollowingFriendships(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Who_is_told_of_as_friends_may_write_until_the_end_is_told()
    {
        // Friends itself would say no: only the events count here.
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await app.Bus.PublishAsync(Accepted(ann, bob, 1));
        var direct = await OpenAsync(ann, bob);
        await bob.SendAsync(direct, "hello", replica: 1);
        await app.Bus.PublishAsync(Ended(bob, ann, 2));
        await RefusedAsync(ann, direct);
        await bob.Post(direct, "x").ShouldBeProblemAsync(403, "direct.not_allowed");
        await using var hub = await bob.HubAsync();
        await hub.ShouldRefuseAsync(403, "direct.not_allowed", "Send", ChatPerson.Message(direct, "x"));
        await hub.ShouldRefuseAsync(403, "direct.not_allowed", "Typing", new { conversationId = direct });
        await app.Bus.PublishAsync(Accepted(bob, ann, 3));
        await Eventually.IsAsync("friends again", async () => (int)(await bob.Post(direct, "again")).StatusCode == 201);
    }

    [Fact]
    public async Task An_end_that_comes_before_its_beginning_stays_the_end()
    {
        var (ann, bob, direct) = await KnownAsync();
        await app.Bus.PublishAsync(Ended(ann, bob, 5));
        await RefusedAsync(ann, direct);
        await app.Bus.PublishAsync(Accepted(ann, bob, 4));
        await SettledAsync();
        await ann.Post(direct, "x").ShouldBeProblemAsync(403, "direct.not_allowed");
    }

    [Fact]
    public async Task A_beginning_that_is_delivered_again_does_not_undo_the_end()
    {
        var (ann, bob, direct) = await KnownAsync();
        var (accepted, id) = (Accepted(bob, ann, 2), Guid.NewGuid());
        await app.Bus.PublishAsync(accepted, id);
        await app.Bus.PublishAsync(Ended(ann, bob, 3));
        await RefusedAsync(ann, direct);
        await app.Bus.PublishAsync(accepted, id);
        await app.Bus.PublishAsync(accepted);
        await SettledAsync();
        await bob.Post(direct, "x").ShouldBeProblemAsync(403, "direct.not_allowed");
    }

    [Fact]
    public async Task An_acceptance_whose_event_is_late_is_found_by_asking()
    {
        var (ann, bob, direct) = await KnownAsync();
        await app.Bus.PublishAsync(Ended(ann, bob, 2));
        await RefusedAsync(ann, direct);
        app.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 3);
        await ann.SendAsync(direct, "friends again");
        await using var hub = await bob.HubAsync(replica: 1);
        await hub.CallAsync("Send", ChatPerson.Message(direct, "so we are"));
    }

    [Fact]
    public async Task An_answer_that_is_older_than_the_events_does_not_count()
    {
        var (ann, bob, direct) = await KnownAsync();
        app.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 2);
        await app.Bus.PublishAsync(Ended(ann, bob, 3));
        await RefusedAsync(ann, direct);
    }

    [Fact]
    public async Task When_friends_does_not_answer_the_events_decide()
    {
        await using var own = await ChatApp.StartAsync();
        var (ann, bob) = (own.NewPerson(), own.NewPerson("bob"));
        var back = new TaskCompletionSource();
        own.Friends.Away = back.Task;
        await ann.Http().PutAsync($"/api/chat/direct/{bob.Id}").ShouldBeProblemAsync(403, "direct.not_allowed");
        back.SetResult();
    }

    private static RelationshipChanged Accepted(ChatPerson from, ChatPerson to, long version) =>
        from.FriendsWith(to, version);

    private static RelationshipChanged Ended(ChatPerson one, ChatPerson other, long version) =>
        one.FriendsWith(other, version, areFriends: false);

    /// <summary>Two friends by event, of whom Friends itself says nothing.</summary>
    private async Task<(ChatPerson Ann, ChatPerson Bob, Guid Direct)> KnownAsync()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await app.Bus.PublishAsync(Accepted(ann, bob, 1));
        return (ann, bob, await OpenAsync(ann, bob));
    }

    private static async Task<Guid> OpenAsync(ChatPerson ann, ChatPerson bob)
    {
        await Eventually.IsAsync("the friendship is known", async () =>
            (int)(await ann.Http().PutAsync($"/api/chat/direct/{bob.Id}")).StatusCode == 201);
        return await ann.OpenDirectAsync(bob);
    }

    private static Task RefusedAsync(ChatPerson person, Guid direct) =>
        Eventually.IsAsync("the end is known", async () => (int)(await person.Post(direct, "x")).StatusCode == 403);

    /// <summary>Waits until an event that was published now has been consumed, and so all before it of that kind.</summary>
    private Task<(ChatPerson, ChatPerson, Guid)> SettledAsync() => KnownAsync();
}

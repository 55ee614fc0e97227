using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Requests;

public sealed class SendingAFriendRequest(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task A_request_by_name_waits_for_an_answer()
    {
        var request = await ann.AskAsync(bob.Username).ShouldBeAsync(201);
        Assert.Equal("pending", request.GetProperty("status").GetString());
        Assert.Equal(ann.Id, request.GetProperty("from").GetProperty("id").GetGuid());
        Assert.Equal(ann.Username, request.GetProperty("from").GetProperty("username").GetString());
        Assert.Equal(bob.Id, request.GetProperty("to").GetProperty("id").GetGuid());
        Assert.Equal(bob.Username, request.GetProperty("to").GetProperty("displayName").GetString());
        var sentAt = request.GetProperty("sentAt").GetDateTimeOffset();
        Assert.Equal(DateTimeOffset.UtcNow, sentAt, TimeSpan.FromMinutes(1));

        var id = request.GetProperty("id").GetGuid();
        Assert.Equal([id], await ann.RequestsAsync("outgoing"));
        Assert.Equal([id], await bob.RequestsAsync("incoming"));
        Assert.Empty(await ann.FriendsAsync());
        var sent = Assert.IsType<FriendRequestSent>(Assert.Single(await app.Events.BetweenAsync(ann, bob)));
        Assert.Equal(new FriendRequestSent(id, ann.Id, bob.Id, sentAt), sent);
    }

    [Fact]
    public async Task The_case_of_a_name_does_not_matter() =>
        await ann.AskAsync(bob.Username.ToUpperInvariant()).ShouldBeAsync(201);

    [Fact]
    public async Task Asking_again_answers_with_the_same_request_and_tells_nobody_twice()
    {
        var id = await ann.RequestAsync(bob);
        var again = await ann.AskAsync(bob).ShouldBeAsync(200);
        Assert.Equal(id, again.GetProperty("id").GetGuid());
        Assert.Equal("pending", again.GetProperty("status").GetString());
        Assert.Single(await app.Events.BetweenAsync(ann, bob));
        Assert.Equal((false, 1), await ann.RelationToAsync(bob));
    }

    [Fact]
    public async Task A_request_that_crosses_a_waiting_one_makes_a_friendship()
    {
        var id = await ann.RequestAsync(bob);
        var crossing = await bob.AskAsync(ann).ShouldBeAsync(200);
        Assert.Equal("accepted", crossing.GetProperty("status").GetString());
        Assert.Equal(id, crossing.GetProperty("id").GetGuid());
        Assert.Equal([bob.Id], await ann.FriendsAsync());
        Assert.Equal([ann.Id], await bob.FriendsAsync());
        Assert.Empty(await bob.RequestsAsync("incoming"));

        var events = await app.Events.BetweenAsync(ann, bob);
        Assert.Equal(2, events.Count);
        var accepted = Assert.IsType<FriendRequestAccepted>(events[1]);
        Assert.Equal((id, ann.Id, bob.Id, 2), (accepted.RequestId, accepted.FromUserId, accepted.ToUserId, accepted.Version));
        // Who crosses and then still accepts has done so already.
        await bob.AcceptAsync(id).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Friends_cannot_ask_each_other()
    {
        await ann.BefriendAsync(bob);
        await ann.AskAsync(bob).ShouldBeProblemAsync(409, "friendship.exists");
        await bob.AskAsync(ann).ShouldBeProblemAsync(409, "friendship.exists");
    }

    [Fact]
    public async Task After_a_decline_either_may_ask_anew()
    {
        var first = await ann.RequestAsync(bob);
        await bob.DeclineAsync(first).ShouldBeAsync(204);
        var second = await bob.RequestAsync(ann);
        Assert.NotEqual(first, second);
        Assert.Equal([second], await ann.RequestsAsync("incoming"));
        Assert.Empty(await bob.RequestsAsync("incoming"));
        await ann.AcceptAsync(second).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Nobody_asks_themself()
    {
        await ann.AskAsync(ann).ShouldBeProblemAsync(400, "friend_request.to_self");
        await ann.AskAsync(ann.Username.ToUpperInvariant()).ShouldBeProblemAsync(400, "friend_request.to_self");
    }
}

using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Requests;

public sealed class AnsweringAFriendRequest(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task Accepting_makes_both_friends()
    {
        var id = await ann.RequestAsync(bob);
        var friend = await bob.AcceptAsync(id).ShouldBeAsync(200);
        Assert.Equal(ann.Id, friend.GetProperty("user").GetProperty("id").GetGuid());
        Assert.Equal([bob.Id], await ann.FriendsAsync());
        Assert.Equal([ann.Id], await bob.FriendsAsync());
        Assert.Empty(await ann.RequestsAsync("outgoing"));
        Assert.Equal((true, 1), await ann.RelationToAsync(bob));
        Assert.Equal((true, 1), await bob.RelationToAsync(ann));
        var events = await app.Events.BetweenAsync(ann, bob);
        var since = friend.GetProperty("since").GetDateTimeOffset();
        var (low, high) = ann.Id < bob.Id ? (ann.Id, bob.Id) : (bob.Id, ann.Id);
        Assert.Equal(
            new RelationshipChanged(low, high, true, false, false, since, 1),
            Assert.Single(events.OfType<RelationshipChanged>()));
        Assert.Equal(new(id, ann.Id, bob.Id, since, 1), Assert.Single(events.OfType<FriendRequestAccepted>()));
    }

    [Fact]
    public async Task Accepting_twice_makes_one_friendship_and_answers_the_same()
    {
        var id = await ann.RequestAsync(bob);
        var first = await bob.AcceptAsync(id).ShouldBeAsync(200);
        var second = await bob.AcceptAsync(id).ShouldBeAsync(200);
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Single((await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestAccepted>());
    }

    [Fact]
    public async Task Declining_ends_it_for_both()
    {
        var id = await ann.RequestAsync(bob);
        await bob.DeclineAsync(id).ShouldBeAsync(204);
        await bob.DeclineAsync(id).ShouldBeAsync(204);
        Assert.Empty(await ann.RequestsAsync("outgoing"));
        Assert.Empty(await bob.RequestsAsync("incoming"));
        Assert.Equal((false, 0), await ann.RelationToAsync(bob));
        await bob.AcceptAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        await ann.CancelAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        var closed = Assert.Single((await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestClosed>());
        Assert.Equal((id, ann.Id, bob.Id, FriendRequestOutcome.Declined),
            (closed.RequestId, closed.FromUserId, closed.ToUserId, closed.Outcome));
    }

    [Fact]
    public async Task Its_sender_can_take_it_back()
    {
        var id = await ann.RequestAsync(bob);
        await ann.CancelAsync(id).ShouldBeAsync(204);
        await ann.CancelAsync(id).ShouldBeAsync(204);
        Assert.Empty(await bob.RequestsAsync("incoming"));
        await bob.AcceptAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        await bob.DeclineAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        var closed = Assert.Single((await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestClosed>());
        Assert.Equal(FriendRequestOutcome.Canceled, closed.Outcome);
    }

    [Fact]
    public async Task An_accepted_request_cannot_be_declined_or_taken_back()
    {
        var id = await ann.RequestAsync(bob);
        await bob.AcceptAsync(id).ShouldBeAsync(200);
        await bob.DeclineAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        await ann.CancelAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        Assert.Equal([bob.Id], await ann.FriendsAsync());
    }

    [Fact]
    public async Task Only_its_receiver_answers_and_only_its_sender_takes_it_back()
    {
        var eve = app.Register("eve");
        var id = await ann.RequestAsync(bob);
        await ann.AcceptAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        await ann.DeclineAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        await bob.CancelAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        await eve.AcceptAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        await eve.DeclineAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        await eve.CancelAsync(id).ShouldBeProblemAsync(404, "friend_request.not_found");
        Assert.Equal([id], await bob.RequestsAsync("incoming"));
    }

    [Fact]
    public async Task An_older_request_between_the_two_is_forgotten()
    {
        var old = await ann.RequestAsync(bob);
        await ann.CancelAsync(old).ShouldBeAsync(204);
        var current = await ann.RequestAsync(bob);
        await bob.AcceptAsync(old).ShouldBeProblemAsync(404, "friend_request.not_found");
        await bob.AcceptAsync(current).ShouldBeAsync(200);
    }
}

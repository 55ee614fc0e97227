using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Friendships;

public sealed class EndingAFriendship(FriendsApp app)
{
    [Fact]
    public async Task It_ends_for_both()
    {
        var (ann, bob) = await app.BefriendAsync();
        await bob.UnfriendAsync(ann).ShouldBeAsync(204);
        Assert.Empty(await ann.FriendsAsync());
        Assert.Empty(await bob.FriendsAsync());
        Assert.False((await ann.RelationToAsync(bob)).AreFriends);
        var changes = (await app.Events.BetweenAsync(ann, bob)).OfType<RelationshipChanged>().ToList();
        Assert.Equal([(true, 1L), (false, 2L)], changes.Select(change => (change.AreFriends, change.Version)));
        Assert.All(changes, change => Assert.False(change.LowBlocksHigh || change.HighBlocksLow));
    }

    [Fact]
    public async Task It_ends_once()
    {
        var (ann, bob) = await app.BefriendAsync();
        await ann.UnfriendAsync(bob).ShouldBeAsync(204);
        await ann.UnfriendAsync(bob).ShouldBeProblemAsync(404, "friendship.not_found");
        await bob.UnfriendAsync(ann).ShouldBeProblemAsync(404, "friendship.not_found");
        Assert.Equal(2, (await app.Events.BetweenAsync(ann, bob)).OfType<RelationshipChanged>().Count());
    }

    [Fact]
    public async Task Who_are_not_friends_have_nothing_to_end()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await ann.UnfriendAsync(bob).ShouldBeProblemAsync(404, "friendship.not_found");
        await ann.UnfriendAsync(ann).ShouldBeProblemAsync(404, "friendship.not_found");
        var request = await ann.RequestAsync(bob);
        await ann.UnfriendAsync(bob).ShouldBeProblemAsync(404, "friendship.not_found");
        Assert.Equal([request], await bob.RequestsAsync("incoming"));
    }

    [Fact]
    public async Task The_request_that_began_it_does_not_begin_it_again()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        var request = await ann.RequestAsync(bob);
        await bob.AcceptAsync(request).ShouldBeAsync(200);
        await ann.UnfriendAsync(bob).ShouldBeAsync(204);
        await bob.AcceptAsync(request).ShouldBeProblemAsync(409, "friend_request.already_answered");
        Assert.Empty(await ann.FriendsAsync());
    }

    [Fact]
    public async Task They_can_become_friends_again_under_a_higher_version()
    {
        var (ann, bob) = await app.BefriendAsync();
        await ann.UnfriendAsync(bob).ShouldBeAsync(204);
        await bob.BefriendAsync(ann);
        Assert.Equal((true, 3), await ann.RelationToAsync(bob));
        Assert.Equal([1L, 3L],
            (await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestAccepted>().Select(accepted => accepted.Version));
    }
}

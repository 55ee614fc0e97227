namespace OneVOne.Friends.Tests.Friendships;

public sealed class TellingARelation(FriendsApp app)
{
    [Fact]
    public async Task Strangers_and_oneself_are_no_friends()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        Assert.Equal((false, 0), await ann.RelationToAsync(bob));
        Assert.Equal((false, 0), await ann.RelationToAsync(ann));
    }

    [Fact]
    public async Task The_version_rises_with_each_change()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await ann.BefriendAsync(bob);
        await bob.UnfriendAsync(ann);
        var request = await bob.RequestAsync(ann);
        Assert.Equal((false, 4), await ann.RelationToAsync(bob));
        await bob.CancelAsync(request);
        Assert.Equal((false, 5), await ann.RelationToAsync(bob));
        Assert.Equal((false, 5), await bob.RelationToAsync(ann));
    }
}

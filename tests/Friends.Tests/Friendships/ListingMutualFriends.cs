using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Friendships;

public sealed class ListingMutualFriends(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task They_are_whom_both_have_as_a_friend()
    {
        var (carl, dora, eve) = (app.Register("carl"), app.Register("Dora"), app.Register("eve"));
        await ann.BefriendAsync(dora, carl, eve);
        await bob.BefriendAsync(carl, dora, app.Register("fred"));
        await MutualAsync(ann, bob, [carl.Id, dora.Id]);
        await MutualAsync(bob, ann, [carl.Id, dora.Id], limit: 1);
        await MutualAsync(ann, app.Register("nobody"), []);
    }

    [Fact]
    public async Task Between_two_of_whom_one_blocks_the_other_there_are_none_to_see()
    {
        var carl = app.Register("carl");
        await ann.BefriendAsync(carl);
        await bob.BefriendAsync(carl);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        await MutualAsync(ann, bob, []);
        await MutualAsync(bob, ann, []);
    }

    private static async Task MutualAsync(Member one, Member other, Guid[] expected, int limit = 100)
    {
        var page = await one.GetAsync($"/api/friends/{other.Id}/mutual?limit=1").ShouldBeAsync(200);
        Assert.Equal(expected.Length, page.GetProperty("total").GetInt32());
        var people = await one.ListAsync($"/api/friends/{other.Id}/mutual?", limit);
        Assert.Equal(expected, people.Select(person => person.GetProperty("id").GetGuid()));
    }
}

using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Friendships;

public sealed class ListingFriends(FriendsApp app)
{
    [Fact]
    public async Task Friends_of_either_side_are_paged_newest_first_without_gap_or_repetition()
    {
        // A person in the middle of the ids is the low one of some pairs and the high one of others.
        var older = Enumerable.Range(0, 5).Select(_ => app.Register("old")).ToArray();
        var ann = app.Register("ann");
        var younger = Enumerable.Range(0, 5).Select(_ => app.Register("new")).ToArray();
        var friends = new List<Guid>();
        foreach (var (one, other) in older.Zip(younger))
        {
            await ann.BefriendAsync(one);
            await other.BefriendAsync(ann);
            friends.InsertRange(0, [other.Id, one.Id]);
        }

        Assert.Equal(friends, await ann.FriendsAsync());
        Assert.Equal(friends, await ann.FriendsAsync(limit: 3));
        Assert.Equal(friends, await ann.FriendsAsync(limit: 1));
        Assert.Equal(friends, await ann.FriendsAsync(limit: 10));
    }

    [Fact]
    public async Task A_friendship_that_ends_between_two_pages_moves_no_other()
    {
        var ann = app.Register("ann");
        var others = Enumerable.Range(0, 4).Select(_ => app.Register("bob")).ToArray();
        foreach (var other in others)
        {
            await ann.BefriendAsync(other);
        }

        var first = await ann.GetAsync("/api/friends?limit=2").ShouldBeAsync(200);
        await ann.UnfriendAsync(others[3]);
        await ann.UnfriendAsync(others[2]);
        var next = first.GetProperty("next").GetString();
        var second = await ann.GetAsync($"/api/friends?limit=2&cursor={next}").ShouldBeAsync(200);
        Assert.Equal(
            [others[1].Id, others[0].Id],
            second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("user").GetProperty("id").GetGuid()));
    }
}

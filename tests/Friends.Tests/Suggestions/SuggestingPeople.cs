using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Suggestions;

public sealed class SuggestingPeople(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");
    private readonly Member carl = app.Register("carl");
    private readonly Member dora = app.Register("dora");

    [Fact]
    public async Task Friends_of_friends_come_by_how_many_friends_they_share()
    {
        await ann.BefriendAsync(bob, carl);
        var (one, two, far) = (app.Register("one"), app.Register("two"), app.Register("far"));
        await bob.BefriendAsync(one, two, carl);
        await carl.BefriendAsync(two);
        await two.BefriendAsync(far);
        Assert.Equal([(two.Id, 2), (one.Id, 1)], await ann.SuggestionsAsync());
        Assert.Equal([(two.Id, 2), (one.Id, 1)], await ann.SuggestionsAsync(limit: 1));
        Assert.Empty(await app.Register("lonely").SuggestionsAsync());
    }

    [Fact]
    public async Task Many_are_paged_without_gap_or_repetition()
    {
        await ann.BefriendAsync(bob, carl);
        var friends = app.Register("friend", 9);
        await bob.BefriendAsync(friends);
        await carl.BefriendAsync(friends[..4]);
        var all = await ann.SuggestionsAsync();
        Assert.Equal(9, all.Count);
        Assert.Equal(friends[..4].Select(f => f.Id).Order(), all[..4].Select(s => s.Id).Order());
        Assert.Equal(all, await ann.SuggestionsAsync(limit: 2));
    }

    [Fact]
    public async Task Whom_the_person_dismissed_is_suggested_no_more_and_others_still_are()
    {
        await ann.BefriendAsync(bob);
        await bob.BefriendAsync(carl, dora);
        await DismissAsync(carl.Id);
        await DismissAsync(carl.Id);
        await DismissAsync(Guid.NewGuid());
        Assert.Equal([(dora.Id, 1)], await ann.SuggestionsAsync());
        // Those with as many friends in common come by their ids, which tell nothing of who was first within a millisecond.
        Assert.Equal(new[] { (ann.Id, 1), (dora.Id, 1) }.OrderDescending(), await carl.SuggestionsAsync());

        async Task DismissAsync(Guid userId) =>
            await ann.CallAsync(HttpMethod.Delete, $"/api/friends/suggestions/{userId}").ShouldBeAsync(204);
    }

    [Theory]
    [InlineData("asks")]
    [InlineData("is asked")]
    [InlineData("declined")]
    [InlineData("was declined")]
    [InlineData("blocks")]
    [InlineData("is blocked")]
    [InlineData("takes requests of friends only")]
    [InlineData("takes no requests")]
    public async Task Whom_asking_would_be_in_vain_is_not_suggested(string who)
    {
        await ann.BefriendAsync(bob);
        await bob.BefriendAsync(carl, dora);
        using var done = await (who switch
        {
            "asks" => carl.AskAsync(ann),
            "is asked" => ann.AskAsync(carl),
            "declined" => carl.DeclineAsync(await ann.RequestAsync(carl)),
            "was declined" => ann.DeclineAsync(await carl.RequestAsync(ann)),
            "blocks" => carl.BlockAsync(ann),
            "is blocked" => ann.BlockAsync(carl),
            "takes requests of friends only" => carl.SetPrivacyAsync(friendRequests: "friends"),
            _ => carl.SetPrivacyAsync(friendRequests: "nobody"),
        });
        Assert.True(done.IsSuccessStatusCode);
        Assert.Equal([(dora.Id, 1)], await ann.SuggestionsAsync());
    }

    [Fact]
    public async Task Who_takes_requests_of_friends_of_friends_is_suggested()
    {
        await ann.BefriendAsync(bob);
        await bob.BefriendAsync(carl);
        await carl.SetPrivacyAsync(friendRequests: "friends_of_friends").ShouldBeAsync(200);
        Assert.Equal([(carl.Id, 1)], await ann.SuggestionsAsync());
        await ann.RequestAsync(carl);
    }
}

using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Friendships;

public sealed class SearchingFriends(FriendsApp app)
{
    [Fact]
    public async Task By_name_they_are_ordered_without_regard_to_case_and_paged()
    {
        var ann = app.Register("ann");
        var (dora, bert, carl) = (app.Register("dora"), app.Register("Bert"), app.Register("carl"));
        var others = app.Register("Ed", 3).OrderBy(ed => ed.Username, StringComparer.Ordinal).ToArray();
        await ann.BefriendAsync([dora, bert, carl, .. others]);
        Guid[] expected = [bert.Id, carl.Id, dora.Id, .. others.Select(ed => ed.Id)];
        foreach (var limit in new[] { 1, 2, 6, 100 })
        {
            Assert.Equal(expected, await ann.FriendsAsync(limit, "order=name"));
        }
    }

    [Fact]
    public async Task People_of_one_name_are_all_there()
    {
        var ann = app.Register("ann");
        var twins = app.Register("twin", 5);
        await ann.BefriendAsync(twins);
        foreach (var twin in twins)
        {
            await app.Events.PublishAsync(new ProfileChanged(twin.Id, twin.Username, "The Twin", null, DateTimeOffset.UtcNow, 2));
        }

        var expected = twins.Select(twin => twin.Id).Order().ToList();
        await Eventually.IsAsync("all are twins", async () => (await ann.FriendsAsync(100, "query=the%20t")).Count == 5);
        Assert.Equal(expected, await ann.FriendsAsync(limit: 1, "order=name"));
        Assert.Equal(expected, (await ann.FriendsAsync(limit: 2, "query=the&order=since")).Order());
    }

    [Fact]
    public async Task A_query_finds_the_beginning_of_either_name_and_only_friends()
    {
        var ann = app.Register("ann");
        var (dora, doris, bob, dorian) = (app.Register("dora"), app.Register("Doris"), app.Register("bob"), app.Register("dorian"));
        await ann.BefriendAsync(dora);
        await ann.BefriendAsync(doris);
        await ann.BefriendAsync(bob);
        await ann.RequestAsync(dorian);
        Assert.Equal([doris.Id, dora.Id], await ann.FriendsAsync(query: "query=dor"));
        Assert.Equal([doris.Id, dora.Id], await ann.FriendsAsync(limit: 1, query: "query=DOR"));
        Assert.Equal([dora.Id, doris.Id], await ann.FriendsAsync(limit: 1, query: "query=dor&order=name"));
        Assert.Equal([doris.Id], await ann.FriendsAsync(query: $"query={doris.Username}"));
        Assert.Empty(await ann.FriendsAsync(query: "query=ora"));
    }

    [Theory]
    [InlineData("%25")]
    [InlineData("_")]
    [InlineData("%5C")]
    [InlineData("'%20OR%201=1")]
    public async Task No_character_of_a_query_means_anything_else(string query)
    {
        var (ann, _) = await app.BefriendAsync();
        Assert.Empty(await ann.FriendsAsync(query: $"query={query}"));
    }
}

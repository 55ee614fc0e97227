using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Requests;

public sealed class ListingFriendRequests(FriendsApp app)
{
    [Fact]
    public async Task Each_direction_is_paged_newest_first_without_gap_or_repetition()
    {
        var ann = app.Register("ann");
        var (incoming, outgoing) = (new List<Guid>(), new List<Guid>());
        for (var i = 0; i < 7; i++)
        {
            incoming.Insert(0, await app.Register("in").RequestAsync(ann));
            outgoing.Insert(0, await ann.RequestAsync(app.Register("out")));
        }

        Assert.Equal(incoming, await ann.RequestsAsync("incoming", limit: 3));
        Assert.Equal(outgoing, await ann.RequestsAsync("outgoing", limit: 1));
        Assert.Equal(incoming, await ann.RequestsAsync("incoming", limit: 7));
        foreach (var direction in new[] { "incoming", "outgoing" })
        {
            var page = await ann.GetAsync($"/api/friends/requests?direction={direction}&limit=2").ShouldBeAsync(200);
            Assert.Equal(7, page.GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task Incoming_is_what_is_listed_when_nothing_is_said()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await ann.RequestAsync(bob);
        var page = await bob.GetAsync("/api/friends/requests").ShouldBeAsync(200);
        Assert.Equal(1, page.GetProperty("items").GetArrayLength());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }
}

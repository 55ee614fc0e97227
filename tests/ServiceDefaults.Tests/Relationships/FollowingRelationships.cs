using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Relationships;

public sealed class FollowingRelationships(Replicas replicas)
{
    private readonly Pair pair = Pair.New();

    [Fact]
    public async Task The_highest_version_of_a_pair_counts_in_whatever_order_and_however_often_it_is_told()
    {
        var told = Enumerable.Range(1, 6).Select(version => pair.Friends(version, version % 2 == 1))
            .Append(pair.LowBlocks(7)).ToArray();
        await Task.WhenAll(told.Concat(told).Shuffle().Select((e, i) =>
            (i % 2 == 0 ? replicas.First : replicas.Second).PublishRawAsync(e, Guid.NewGuid())));
        await KnownAsync(7);
        Assert.True(await AskAsync("blocks", pair.Low, pair.High));
        Assert.False(await AskAsync("blocks", pair.High, pair.Low));
        Assert.True(await AskAsync("is_blocked", pair.High, pair.Low));
        Assert.False(await AskAsync("are_friends", pair.Low, pair.High));
    }

    [Fact]
    public async Task Followers_hear_of_each_change_once_with_what_was_before_and_not_of_old_news()
    {
        foreach (var e in new[] { pair.Friends(1), pair.Friends(1), pair.LowBlocks(3), pair.Friends(2, false), pair.LowBlocks(3) })
        {
            await TellAsync(e);
        }

        Assert.Equal(
            "0 nothing -> friends 1; 1 friends -> blocked 3",
            await replicas.First.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', before_version, what, after_version), '; ' ORDER BY id) FROM followed
                WHERE who = $1
                """,
                pair.Low));
    }

    [Fact]
    public async Task Of_first_events_that_come_at_once_each_follower_hears_a_chain_without_a_gap()
    {
        // Race: without the row that is claimed first, two first events would both be told as coming after nothing.
        for (var round = 0; round < 20; round++)
        {
            var racing = Pair.New();
            await Task.WhenAll(
                replicas.First.PublishRawAsync(racing.Friends(1), Guid.NewGuid()),
                replicas.Second.PublishRawAsync(racing.HighBlocks(2), Guid.NewGuid()));
            await KnownAsync(2, racing);
            Assert.Equal(0, await replicas.First.ScalarAsync<long>(
                """
                SELECT count(*) FROM (
                    SELECT before_version, lag(after_version, 1, 0::bigint) OVER (ORDER BY id) AS expected
                    FROM followed WHERE who = $1) chain
                WHERE before_version <> expected
                """,
                racing.Low));
        }
    }

    [Fact]
    public async Task Both_sides_of_a_pair_are_asked_alike()
    {
        var third = Pair.New();
        await TellAsync(pair.HighBlocks(1));
        await TellAsync(third.Friends(1));
        Assert.Equal(pair.Low, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM blocked_by($1)", pair.High));
        Assert.Equal(Guid.Empty, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM blocked_by($1)", pair.Low));
        Assert.Equal(pair.High, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM blocked_with($1)", pair.Low));
        Assert.Equal(pair.Low, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM blocked_with($1)", pair.High));
        Assert.Equal(third.High, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM friends_of($1)", third.Low));
        Assert.Equal(third.Low, await replicas.First.ScalarAsync<Guid>("SELECT user_id FROM friends_of($1)", third.High));
    }

    [Fact]
    public async Task Two_who_block_each_other_are_found_once()
    {
        await TellAsync(pair.Both(1));
        foreach (var person in new[] { pair.Low, pair.High })
        {
            Assert.Equal(1, await replicas.First.ScalarAsync<long>("SELECT count(*) FROM blocked_with($1)", person));
        }
    }

    [Fact]
    public async Task Friendship_that_the_owner_confirms_is_known_at_once_and_never_over_newer_news()
    {
        var (ann, bob, eve) = (replicas.Identity.CreateUser(), replicas.Identity.CreateUser(), replicas.Identity.CreateUser());
        replicas.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 4);
        replicas.Friends.Set(ann.Id, eve.Id, areFriends: true, version: 4);
        await TellAsync(Pair.Of(ann.Id, eve.Id).LowBlocks(5));
        using var http = replicas.First.Http(ann.Token);
        foreach (var other in new[] { bob, eve })
        {
            Assert.True((await http.PostAsync($"/friends/{other.Id}/confirm").ShouldBeAsync(200)).GetBoolean());
        }

        Assert.True(await AskAsync("are_friends", ann.Id, bob.Id));
        Assert.False(await AskAsync("are_friends", ann.Id, eve.Id));
        Assert.True(await AskAsync("is_blocked", ann.Id, eve.Id));
        var stranger = await http.PostAsync($"/friends/{Guid.CreateVersion7()}/confirm").ShouldBeAsync(200);
        Assert.False(stranger.GetBoolean());
    }

    private async Task TellAsync(RelationshipChanged e)
    {
        var id = Guid.NewGuid();
        await replicas.First.PublishRawAsync(e, id);
        await Eventually.IsAsync("it is consumed", async () =>
            await replicas.First.ScalarAsync<long>("SELECT count(*) FROM inbox WHERE message_id = $1", id) == 1);
    }

    private Task KnownAsync(long version, Pair? of = null) => Eventually.IsAsync($"version {version} is known", async () =>
        await replicas.First.ScalarAsync<long?>(
            "SELECT version FROM relationships WHERE low_user_id = $1", (of ?? pair).Low) == version);

    private Task<bool> AskAsync(string function, Guid one, Guid other) =>
        replicas.First.ScalarAsync<bool>($"SELECT {function}($1, $2)", one, other);
}

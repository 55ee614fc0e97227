using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Blocks;

public sealed class BlockingAPerson
{
    private readonly FriendsApp app;
    private readonly Member ann;
    private readonly Member bob;

    public BlockingAPerson(FriendsApp app)
    {
        this.app = app;
        (ann, bob) = app.RegisterInOrder("ann", "bob");
    }

    [Fact]
    public async Task It_ends_the_friendship()
    {
        await ann.BefriendAsync(bob);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        Assert.Empty(await ann.FriendsAsync());
        Assert.Empty(await bob.FriendsAsync());
        Assert.Equal([ann.Id], await bob.BlocksAsync());
        var changed = (await app.Events.BetweenAsync(ann, bob)).OfType<RelationshipChanged>().Last();
        Assert.Equal(
            new RelationshipChanged(ann.Id, bob.Id, AreFriends: false, LowBlocksHigh: false, HighBlocksLow: true, changed.ChangedAt, 2),
            changed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_ends_a_waiting_request_whoever_sent_it(bool blockerAsked)
    {
        var id = await (blockerAsked ? bob.RequestAsync(ann) : ann.RequestAsync(bob));
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        foreach (var person in new[] { ann, bob })
        {
            Assert.Empty(await person.RequestsAsync("incoming"));
            Assert.Empty(await person.RequestsAsync("outgoing"));
        }

        var receiver = blockerAsked ? ann : bob;
        await receiver.AcceptAsync(id).ShouldBeProblemAsync(409, "friend_request.already_answered");
        var closed = Assert.Single((await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestClosed>());
        Assert.Equal((id, FriendRequestOutcome.Withdrawn), (closed.RequestId, closed.Outcome));
    }

    [Fact]
    public async Task Asking_is_refused_both_ways_in_the_words_of_somebody_who_takes_no_requests()
    {
        var eve = app.Register("eve");
        await eve.SetPrivacyAsync(friendRequests: "nobody").ShouldBeAsync(200);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        var blocked = await ann.AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        var blocker = await bob.AskAsync(ann).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        var hidden = await ann.AskAsync(eve).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        string[] Words(System.Text.Json.JsonElement problem) =>
            [.. problem.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString())];
        Assert.Equal(Words(hidden), Words(blocked));
        Assert.Equal(Words(hidden), Words(blocker));
    }

    [Fact]
    public async Task The_blocked_one_cannot_tell_it_from_nothing_at_all()
    {
        var eve = app.Register("eve");
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        var (blocked, stranger) = (await ann.SeeAsync(bob), await ann.SeeAsync(eve));
        Assert.Equal(
            stranger.ToString().Replace(eve.Id.ToString(), bob.Id.ToString(), StringComparison.Ordinal), blocked.ToString());
        Assert.Empty(await ann.BlocksAsync());
        Assert.True((await bob.SeeAsync(ann)).GetProperty("blockedByMe").GetBoolean());
    }

    [Fact]
    public async Task Blocking_again_and_unblocking_again_change_nothing_more()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await ann.BlockAsync(bob).ShouldBeAsync(204);
            await ann.BlockAsync(bob).ShouldBeAsync(204);
            await ann.UnblockAsync(bob).ShouldBeAsync(204);
            await ann.UnblockAsync(bob).ShouldBeAsync(204);
        }

        Assert.Equal(
            [(true, 1), (false, 2), (true, 3), (false, 4)],
            (await app.Events.BetweenAsync(ann, bob)).Cast<RelationshipChanged>().Select(c => (c.LowBlocksHigh, (int)c.Version)));
    }

    [Fact]
    public async Task Each_has_a_block_of_their_own()
    {
        await ann.BlockAsync(bob).ShouldBeAsync(204);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        await ann.UnblockAsync(bob).ShouldBeAsync(204);
        await ann.AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        Assert.Equal([ann.Id], await bob.BlocksAsync());
        await bob.UnblockAsync(ann).ShouldBeAsync(204);
        await ann.RequestAsync(bob);
    }

    [Fact]
    public async Task Unblocking_brings_nothing_back()
    {
        await ann.BefriendAsync(bob);
        await ann.BlockAsync(bob).ShouldBeAsync(204);
        await ann.UnblockAsync(bob).ShouldBeAsync(204);
        Assert.Empty(await ann.FriendsAsync());
        await bob.BefriendAsync(ann);
        Assert.Equal([bob.Id], await ann.FriendsAsync());
    }

    [Fact]
    public async Task Unblocking_whom_nobody_blocks_is_no_fault()
    {
        await ann.UnblockAsync(bob).ShouldBeAsync(204);
        await ann.UnblockAsync(ann).ShouldBeAsync(204);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        await ann.UnblockAsync(bob).ShouldBeAsync(204);
        Assert.Equal([ann.Id], await bob.BlocksAsync());
    }

    [Fact]
    public async Task Nobody_blocks_themself_or_whom_nobody_knows()
    {
        await ann.BlockAsync(ann).ShouldBeProblemAsync(400, "block.of_self");
        await ann.CallAsync(HttpMethod.Put, $"/api/friends/blocks/{Guid.NewGuid()}").ShouldBeProblemAsync(404, "user.not_found");
    }

    [Fact]
    public async Task Blocked_people_are_paged_last_first()
    {
        var blocked = new List<Guid>();
        foreach (var other in app.Register("old", 3).Append(bob).Concat(app.Register("new", 3)))
        {
            await ann.BlockAsync(other).ShouldBeAsync(204);
            blocked.Insert(0, other.Id);
        }

        Assert.Equal(blocked, await ann.BlocksAsync(limit: 2));
        Assert.Equal(blocked, await ann.BlocksAsync(limit: 7));
        var first = (await ann.ListAsync("/api/friends/blocks?", 100))[^1];
        Assert.StartsWith("old", first.GetProperty("user").GetProperty("username").GetString(), StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UtcNow, first.GetProperty("since").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
    }

    // Invariant I9, where even a wrong statement could not break it.
    [Theory]
    [InlineData("friends")]
    [InlineData("pending")]
    public async Task The_database_itself_refuses_a_friendship_or_a_request_beside_a_block(string state)
    {
        await ann.RequestAsync(bob);
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.ScalarAsync<int>(
            """
            UPDATE pairs SET state = $1, low_blocks_since = now(), friends_since = CASE $1 WHEN 'friends' THEN now() END
            WHERE low_user_id = $2 RETURNING 1
            """,
            state,
            ann.Id));
        Assert.Equal("pairs_block_wins", refused.ConstraintName);
    }
}

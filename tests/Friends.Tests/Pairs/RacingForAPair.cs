using OneVOne.Contracts.Friends;

namespace OneVOne.Friends.Tests.Pairs;

/// <summary>Two acts on one pair at the same moment, over two replicas, many times over.</summary>
public sealed class RacingForAPair(FriendsApp app)
{
    private const int Rounds = 200;
    private const int AtOnce = 8;

    [Fact]
    public Task Crossing_requests_make_one_friendship() => RaceAsync(async (ann, bob) =>
    {
        var answers = await Task.WhenAll(ann.AskAsync(bob), bob.AskAsync(ann));
        Assert.Equal([200, 201], answers.Select(Status).Order());
        return (AreFriends: true, Sent: 1, Accepted: 1, Closed: 0, Ended: 0);
    });

    [Fact]
    public Task One_request_sent_many_times_at_once_is_one_request() => RaceAsync(async (ann, bob) =>
    {
        var answers = await Task.WhenAll(ann.AskAsync(bob), ann.AskAsync(bob.Username), ann.AskAsync(bob));
        Assert.Equal([200, 200, 201], answers.Select(Status).Order());
        return (AreFriends: false, Sent: 1, Accepted: 0, Closed: 0, Ended: 0);
    });

    [Fact]
    public Task Accepting_twice_at_once_makes_one_friendship() => RaceAsync(async (ann, bob) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), bob.AcceptAsync(request));
        Assert.Equal([200, 200], answers.Select(Status));
        return (AreFriends: true, Sent: 1, Accepted: 1, Closed: 0, Ended: 0);
    });

    [Fact]
    public Task Accepting_or_taking_back_one_wins_and_the_other_is_told() => RaceAsync(async (ann, bob) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), ann.CancelAsync(request));
        var accepted = Status(answers[0]) == 200;
        Assert.Equal(accepted ? [200, 409] : [409, 204], answers.Select(Status));
        return (AreFriends: accepted, Sent: 1, Accepted: accepted ? 1 : 0, Closed: accepted ? 0 : 1, Ended: 0);
    });

    [Fact]
    public Task Accepting_or_declining_one_wins_and_the_other_is_told() => RaceAsync(async (ann, bob) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), bob.DeclineAsync(request));
        var accepted = Status(answers[0]) == 200;
        Assert.Equal(accepted ? [200, 409] : [409, 204], answers.Select(Status));
        return (AreFriends: accepted, Sent: 1, Accepted: accepted ? 1 : 0, Closed: accepted ? 0 : 1, Ended: 0);
    });

    [Fact]
    public Task Asking_in_return_while_it_is_taken_back_is_a_friendship_or_a_new_request() => RaceAsync(async (ann, bob) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AskAsync(ann), ann.CancelAsync(request));
        var crossed = Status(answers[0]) == 200;
        Assert.Equal(crossed ? [200, 409] : [201, 204], answers.Select(Status));
        return (AreFriends: crossed, Sent: crossed ? 1 : 2, Accepted: crossed ? 1 : 0, Closed: crossed ? 0 : 1, Ended: 0);
    });

    [Fact]
    public Task Removing_while_it_is_accepted_leaves_it_whole_or_ended() => RaceAsync(async (ann, bob) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), ann.UnfriendAsync(bob));
        Assert.Equal(200, Status(answers[0]));
        Assert.True(Status(answers[1]) is 204 or 404, $"The removal gave {Status(answers[1])}.");
        var ended = Status(answers[1]) == 204;
        return (AreFriends: !ended, Sent: 1, Accepted: 1, Closed: 0, Ended: ended ? 1 : 0);
    });

    [Fact]
    public Task Removing_each_other_at_once_ends_it_once() => RaceAsync(async (ann, bob) =>
    {
        await ann.BefriendAsync(bob);
        var answers = await Task.WhenAll(ann.UnfriendAsync(bob), bob.UnfriendAsync(ann));
        Assert.Equal([204, 404], answers.Select(Status).Order());
        return (AreFriends: false, Sent: 1, Accepted: 1, Closed: 0, Ended: 1);
    });

    private static int Status(HttpResponseMessage answer) => (int)answer.StatusCode;

    /// <summary>Runs the race for many pairs and then asks rows and events, of both sides, what came of each.</summary>
    private async Task RaceAsync(
        Func<Member, Member, Task<(bool AreFriends, int Sent, int Accepted, int Closed, int Ended)>> race)
    {
        using var turns = new SemaphoreSlim(AtOnce);
        var races = await Task.WhenAll(Enumerable.Range(0, Rounds).Select(async _ =>
        {
            await turns.WaitAsync();
            try
            {
                var (ann, bob) = (app.Register("ann"), app.Register("bob"));
                var expected = await race(ann, bob);
                var relation = await ann.RelationToAsync(bob);
                Assert.Equal(expected.AreFriends, relation.AreFriends);
                Assert.Equal(relation, await bob.RelationToAsync(ann));
                return (ann, bob, expected, relation.Version);
            }
            finally
            {
                turns.Release();
            }
        }));

        await app.Events.CatchUpAsync();
        foreach (var (ann, bob, expected, version) in races)
        {
            var events = app.Events.Between(ann, bob);
            Assert.Equal(
                (expected.Sent, expected.Accepted, expected.Closed, expected.Ended),
                (events.OfType<FriendRequestSent>().Count(),
                    events.OfType<FriendRequestAccepted>().Count(),
                    events.OfType<FriendRequestClosed>().Count(),
                    events.OfType<FriendshipEnded>().Count()));
            // Each change of the pair has told of itself, once.
            Assert.Equal(events.Count, version);
        }
    }
}

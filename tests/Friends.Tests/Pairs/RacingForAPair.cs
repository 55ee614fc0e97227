using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Pairs;

/// <summary>Acts on one pair at the same moment, over two replicas, many times over.</summary>
public sealed class RacingForAPair(FriendsApp app)
{
    private const int Rounds = 200;

    /// <summary>Of the races R1, R2 and R3.</summary>
    private const int ManyRounds = 1_000;

    private const int AtOnce = 8;

    // R1
    [Fact]
    public Task Crossing_requests_make_one_friendship() => RaceAsync(ManyRounds, async (ann, bob, _) =>
    {
        var answers = await Task.WhenAll(ann.AskAsync(bob), bob.AskAsync(ann));
        Assert.Equal([200, 201], answers.Select(Status).Order());
        return new(AreFriends: true, Sent: 1, Accepted: 1, Closed: 0, Changes: 1);
    });

    // R2
    [Fact]
    public Task Accepting_taking_back_and_blocking_at_once_ends_in_a_block() => RaceAsync(ManyRounds, async (ann, bob, round) =>
    {
        var request = await ann.RequestAsync(bob);
        var blocking = round % 2 == 0 ? ann.BlockAsync(bob) : bob.BlockAsync(ann);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), ann.CancelAsync(request), blocking);
        var (accepted, canceled) = (Status(answers[0]) == 200, Status(answers[1]) == 204);
        Assert.False(accepted && canceled);
        Assert.True(accepted || Status(answers[0]) == 409);
        Assert.True(canceled || Status(answers[1]) == 409);
        Assert.Equal(204, Status(answers[2]));
        return new(
            AreFriends: false, Sent: 1, Accepted: accepted ? 1 : 0, Closed: accepted ? 0 : 1, Changes: accepted ? 2 : 1);
    });

    // R3, the part of Friends: what is under way while a block is set.
    [Fact]
    public Task Blocking_while_requests_are_under_way_lets_none_stand() => RaceAsync(ManyRounds, async (ann, bob, round) =>
    {
        var back = round % 2 == 0 ? bob.AskAsync(ann) : ann.AskAsync(bob);
        var answers = await Task.WhenAll(ann.AskAsync(bob), bob.BlockAsync(ann), back);
        Assert.Equal(204, Status(answers[1]));
        int[] asked = [Status(answers[0]), Status(answers[2])];
        Assert.All(asked, status => Assert.True(status is 200 or 201 or 403, $"Asking gave {status}."));
        // From the block's answer on nobody gets through, over any replica.
        await ann.AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        await bob.AskAsync(ann).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        var isSent = asked.Contains(201);
        var accepted = round % 2 == 0 && asked.Contains(200);
        return new(
            AreFriends: false,
            Sent: isSent ? 1 : 0,
            Accepted: accepted ? 1 : 0,
            Closed: isSent && !accepted ? 1 : 0,
            Changes: accepted ? 2 : 1);
    });

    [Fact]
    public Task Blocking_each_other_at_once_is_two_blocks_and_no_friendship() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        await ann.BefriendAsync(bob);
        var answers = await Task.WhenAll(ann.BlockAsync(bob), bob.BlockAsync(ann), ann.BlockAsync(bob));
        Assert.Equal([204, 204, 204], answers.Select(Status));
        Assert.Equal([bob.Id], await ann.BlocksAsync());
        Assert.Equal([ann.Id], await bob.BlocksAsync());
        return new(AreFriends: false, Sent: 1, Accepted: 1, Closed: 0, Changes: 3);
    });

    [Fact]
    public Task One_request_sent_many_times_at_once_is_one_request() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var answers = await Task.WhenAll(ann.AskAsync(bob), ann.AskAsync(bob.Username), ann.AskAsync(bob));
        Assert.Equal([200, 200, 201], answers.Select(Status).Order());
        return new(AreFriends: false, Sent: 1, Accepted: 0, Closed: 0, Changes: 0);
    });

    [Fact]
    public Task Accepting_twice_at_once_makes_one_friendship() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), bob.AcceptAsync(request));
        Assert.Equal([200, 200], answers.Select(Status));
        return new(AreFriends: true, Sent: 1, Accepted: 1, Closed: 0, Changes: 1);
    });

    [Fact]
    public Task Accepting_or_taking_back_one_wins_and_the_other_is_told() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), ann.CancelAsync(request));
        var accepted = Status(answers[0]) == 200;
        Assert.Equal(accepted ? [200, 409] : [409, 204], answers.Select(Status));
        return Expected.Answered(accepted);
    });

    [Fact]
    public Task Accepting_or_declining_one_wins_and_the_other_is_told() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), bob.DeclineAsync(request));
        var accepted = Status(answers[0]) == 200;
        Assert.Equal(accepted ? [200, 409] : [409, 204], answers.Select(Status));
        return Expected.Answered(accepted);
    });

    [Fact]
    public Task Asking_in_return_while_it_is_taken_back_is_a_friendship_or_a_new_request() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AskAsync(ann), ann.CancelAsync(request));
        var crossed = Status(answers[0]) == 200;
        Assert.Equal(crossed ? [200, 409] : [201, 204], answers.Select(Status));
        return Expected.Answered(crossed) with { Sent = crossed ? 1 : 2 };
    });

    [Fact]
    public Task Removing_while_it_is_accepted_leaves_it_whole_or_ended() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        var request = await ann.RequestAsync(bob);
        var answers = await Task.WhenAll(bob.AcceptAsync(request), ann.UnfriendAsync(bob));
        Assert.Equal(200, Status(answers[0]));
        Assert.True(Status(answers[1]) is 204 or 404, $"The removal gave {Status(answers[1])}.");
        var ended = Status(answers[1]) == 204;
        return new(AreFriends: !ended, Sent: 1, Accepted: 1, Closed: 0, Changes: ended ? 2 : 1);
    });

    [Fact]
    public Task Removing_each_other_at_once_ends_it_once() => RaceAsync(Rounds, async (ann, bob, _) =>
    {
        await ann.BefriendAsync(bob);
        var answers = await Task.WhenAll(ann.UnfriendAsync(bob), bob.UnfriendAsync(ann));
        Assert.Equal([204, 404], answers.Select(Status).Order());
        return new(AreFriends: false, Sent: 1, Accepted: 1, Closed: 0, Changes: 2);
    });

    private static int Status(HttpResponseMessage answer) => (int)answer.StatusCode;

    /// <summary>Runs the race for many pairs and then asks rows and events, of both sides, what came of each.</summary>
    private async Task RaceAsync(int rounds, Func<Member, Member, int, Task<Expected>> race)
    {
        using var turns = new SemaphoreSlim(AtOnce);
        var races = await Task.WhenAll(Enumerable.Range(0, rounds).Select(async round =>
        {
            await turns.WaitAsync();
            try
            {
                var (ann, bob) = (app.Register("ann"), app.Register("bob"));
                var expected = await race(ann, bob, round);
                return (ann, bob, expected);
            }
            finally
            {
                turns.Release();
            }
        }));

        await app.Events.CatchUpAsync();
        await Parallel.ForEachAsync(races, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (done, _) =>
        {
            var (ann, bob, expected) = done;
            var events = await Truth.HoldsBetweenAsync(app, ann, bob);
            Assert.Equal(
                expected,
                new Expected(
                    events.OfType<RelationshipChanged>().LastOrDefault()?.AreFriends ?? false,
                    events.OfType<FriendRequestSent>().Count(),
                    events.OfType<FriendRequestAccepted>().Count(),
                    events.OfType<FriendRequestClosed>().Count(),
                    events.OfType<RelationshipChanged>().Count()));
        });
    }

    /// <summary>How it ended, and how many events of each kind told of it.</summary>
    private sealed record Expected(bool AreFriends, int Sent, int Accepted, int Closed, int Changes)
    {
        public static Expected Answered(bool accepted) => accepted
            ? new(AreFriends: true, Sent: 1, Accepted: 1, Closed: 0, Changes: 1)
            : new(AreFriends: false, Sent: 1, Accepted: 0, Closed: 1, Changes: 0);
    }
}

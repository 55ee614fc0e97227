using System.Collections.Concurrent;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Requests;

/// <summary>Every limit, reached by many at the same moment over two replicas.</summary>
public sealed class ReachingLimits(FriendsApp app, ReachingLimits.Small small) : IClassFixture<ReachingLimits.Small>
{
    private const int Rounds = 40;

    [Fact]
    public Task Nobody_accepts_more_friends_than_one_can_have() => RepeatAsync(async () =>
    {
        var ann = Register("ann");
        await ann.BefriendAsync(Register("old"), Register("old"));
        var requests = await Task.WhenAll(Register("new", 4).Select(asker => asker.RequestAsync(ann)));
        var answers = await Task.WhenAll(requests.Select(ann.AcceptAsync));
        await OneOfAsync(answers, 200, 409, "friendship.limit_reached");
        Assert.Equal(3, (await ann.FriendsAsync()).Count);
        await ann.AskAsync(Register("more")).ShouldBeProblemAsync(409, "friendship.limit_reached");
    });

    [Fact]
    public Task Nobody_is_accepted_by_more_friends_than_one_can_have() => RepeatAsync(async () =>
    {
        var ann = Register("ann");
        var asked = Register("asked", 4);
        var requests = await Task.WhenAll(asked.Select(ann.RequestAsync));
        await ann.BefriendAsync(Register("old"));
        await Register("old").BefriendAsync(ann);
        var answers = await Task.WhenAll(asked.Zip(requests, (other, request) => other.AcceptAsync(request)));
        await OneOfAsync(answers, 200, 409, "friendship.other_limit_reached");
        Assert.Equal(3, (await ann.FriendsAsync()).Count);
    });

    [Fact]
    public Task Crossing_requests_do_not_pass_the_limit_of_either() => RepeatAsync(async () =>
    {
        var ann = Register("ann");
        var others = Register("other", 4);
        await Task.WhenAll(others.Select(ann.RequestAsync));
        await ann.BefriendAsync(Register("old"));
        await ann.CancelAsync((await ann.RequestsAsync("outgoing"))[0]);
        await Register("old").BefriendAsync(ann);
        var answers = await Task.WhenAll(others.Select(other => other.AskAsync(ann)));
        Assert.Equal(3, (await ann.FriendsAsync()).Count);
        Assert.InRange(answers.Count(answer => (int)answer.StatusCode == 200), 1, 1);
    });

    [Fact]
    public Task Of_the_requests_of_one_only_so_many_wait() => RepeatAsync(async () =>
    {
        var ann = Register("ann");
        var answers = await Task.WhenAll(Register("other", 8).Select(ann.AskAsync));
        Assert.Equal(5, answers.Count(answer => (int)answer.StatusCode == 201));
        await answers.First(answer => !answer.IsSuccessStatusCode).ShouldBeProblemAsync(409, "friend_request.limit_reached");
        await ann.CancelAsync((await ann.RequestsAsync("outgoing"))[0]).ShouldBeAsync(204);
        await ann.RequestAsync(Register("one more"));
    });

    [Fact]
    public Task Of_the_requests_to_one_only_so_many_wait() => RepeatAsync(async () =>
    {
        var ann = Register("ann");
        var answers = await Task.WhenAll(Register("other", 9).Select(other => other.AskAsync(ann)));
        Assert.Equal(6, answers.Count(answer => (int)answer.StatusCode == 201));
        await answers.First(answer => !answer.IsSuccessStatusCode)
            .ShouldBeProblemAsync(409, "friend_request.receiver_limit_reached");
        await ann.DeclineAsync((await ann.RequestsAsync("incoming"))[0]).ShouldBeAsync(204);
        await Register("one more").RequestAsync(ann);
    });

    [Fact]
    public async Task In_an_hour_only_so_many_requests_are_sent_over_all_replicas()
    {
        var ann = Register("ann");
        foreach (var other in Register("other", 4))
        {
            await ann.CancelAsync(await ann.RequestAsync(other)).ShouldBeAsync(204);
        }

        // Fewer at once than may wait.
        var answers = new ConcurrentBag<HttpResponseMessage>();
        await Parallel.ForEachAsync(Register("other", 12), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (other, _) =>
        {
            var answer = await ann.AskAsync(other);
            answers.Add(answer);
            if (answer.IsSuccessStatusCode)
            {
                await ann.CancelAsync((await answer.ShouldBeAsync(201)).GetProperty("id").GetGuid()).ShouldBeAsync(204);
            }
        });
        Assert.Equal(6, answers.Count(answer => (int)answer.StatusCode == 201));
        var refused = answers.First(answer => (int)answer.StatusCode != 201);
        await refused.ShouldBeProblemAsync(429, "rate.limited");
        // A tenth of the hour brings the next.
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(300), TimeSpan.FromSeconds(360));

        await app.LetPassAsync(TimeSpan.FromMinutes(6), ann);
        await ann.RequestAsync(Register("after a while"));
        await ann.AskAsync(Register("too soon")).ShouldBeProblemAsync(429, "rate.limited");
    }

    [Fact]
    public async Task Only_what_is_sent_counts_for_the_hour()
    {
        var (ann, bob, closed) = (Register("ann"), Register("bob"), Register("closed"));
        await closed.SetPrivacyAsync("nobody").ShouldBeAsync(200);
        await ann.RequestAsync(bob);
        for (var i = 0; i < 12; i++)
        {
            await ann.AskAsync(bob).ShouldBeAsync(200);
            await ann.AskAsync(closed).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        }

        await ann.RequestAsync(Register("carl"));
    }

    [Fact]
    public async Task Nobody_blocks_more_people_than_one_can()
    {
        var ann = Register("ann");
        var others = app.Register("low", 4).Append(ann).Concat(app.Register("high", 4)).Where(other => other != ann).ToArray();
        var answers = await Task.WhenAll(others.Select(ann.BlockAsync));
        Assert.Equal(4, answers.Count(answer => (int)answer.StatusCode == 204));
        await answers.First(answer => !answer.IsSuccessStatusCode).ShouldBeProblemAsync(409, "block.limit_reached");
        Assert.Equal(4, (await ann.BlocksAsync()).Count);
        // Who is blocked already is no more than that.
        await ann.CallAsync(HttpMethod.Put, $"/api/friends/blocks/{(await ann.BlocksAsync())[0]}").ShouldBeAsync(204);
    }

    private static async Task OneOfAsync(HttpResponseMessage[] answers, int one, int others, string code)
    {
        Assert.Equal(1, answers.Count(answer => (int)answer.StatusCode == one));
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != one))
        {
            await refused.ShouldBeProblemAsync(others, code);
        }
    }

    private static Task RepeatAsync(Func<Task> race) => Parallel.ForAsync(
        0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) => await race());

    private Member Register(string name) => app.Register(name.Replace(' ', '_')).At(small.Replicas);

    private Member[] Register(string name, int count) => [.. app.Register(name, count).Select(member => member.At(small.Replicas))];

    /// <summary>Two replicas on the same database whose limits are few.</summary>
    public sealed class Small(FriendsApp app) : IAsyncLifetime
    {
        public Replicas Replicas { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Replicas = await Replicas.StartAsync(app.Settings.Copy()
            .With("Friends:Friendships:Max", "3")
            .With("Friends:Requests:MaxOutgoing", "5")
            .With("Friends:Requests:MaxIncoming", "6")
            .With("Friends:Requests:PerHour", "10")
            .With("Friends:Blocks:Max", "4"));

        public ValueTask DisposeAsync() => Replicas.DisposeAsync();
    }
}

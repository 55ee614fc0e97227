using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.RateLimits;

/// <summary>Two replicas whose buckets fill so slowly that a test sees nothing of it.</summary>
public sealed class DoingTooMuch(DoingTooMuch.Limited limited) : IClassFixture<DoingTooMuch.Limited>
{
    private readonly ChatApp app = limited.App;

    [Fact]
    public async Task What_is_too_much_is_refused_with_the_time_to_wait_whichever_replica_is_asked() // ASVS 2.4.1
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => ann.Post(direct, $"{n}", replica: n % 2)));
        Assert.Equal(5, answers.Count(answer => (int)answer.StatusCode == 201));
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 201))
        {
            var problem = await refused.ShouldBeProblemAsync(429, "rate.limited");
            Assert.InRange(problem.Number("retryAfterMs"), 1, 100_000);
            Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        await using var hub = await ann.HubAsync(replica: 1);
        await hub.ShouldRefuseAsync(429, "rate.limited", "Send", ChatPerson.Message(direct, "by hub"));
        Assert.Equal(5, (await bob.EventsAsync(direct)).Count);
        await bob.SendAsync(direct, "others are not held up");
    }

    [Fact]
    public async Task What_is_refused_in_one_conversation_takes_nothing_from_the_others_until_all_together_are_too_much()
    {
        var ann = app.NewPerson();
        var conversations = new List<Guid>();
        foreach (var name in (string[])["bob", "cat", "dan"])
        {
            var friend = app.NewPerson(name);
            app.Friends.Set(ann.Id, friend.Id, areFriends: true, version: 1);
            conversations.Add(await friend.OpenDirectAsync(ann));
        }

        Assert.Equal(5, await WrittenAsync(conversations[0]));
        Assert.Equal(5, await WrittenAsync(conversations[1]));
        Assert.Equal(2, await WrittenAsync(conversations[2]));

        async Task<int> WrittenAsync(Guid conversation)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => ann.Post(conversation, $"{n}", replica: n % 2)));
            return answers.Count(answer => (int)answer.StatusCode == 201);
        }
    }

    [Fact]
    public async Task Openings_are_counted_apart_from_messages()
    {
        var ann = app.NewPerson();
        var friends = Enumerable.Range(0, 4).Select(n => app.NewPerson($"friend{n}")).ToList();
        friends.ForEach(friend => app.Friends.Set(ann.Id, friend.Id, areFriends: true, version: 1));
        foreach (var friend in friends[..3])
        {
            await ann.OpenDirectAsync(friend);
        }

        using var refused = await ann.Http(1).PutAsync($"/api/chat/direct/{friends[3].Id}");
        await refused.ShouldBeProblemAsync(429, "rate.limited");
        await friends[3].OpenDirectAsync(ann);
    }

    [Fact]
    public async Task Whatever_changes_something_is_counted_and_reading_is_not()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        for (var n = 0; n < 4; n++)
        {
            await Draft(ann, direct, n % 2).ShouldBeAsync(200);
        }

        using var refused = await Draft(ann, direct, replica: 1);
        await refused.ShouldBeProblemAsync(429, "rate.limited");
        for (var n = 0; n < 8; n++)
        {
            await ann.Http().GetAsync("/api/chat/conversations").ShouldBeAsync(200);
            await ann.Read(direct, 0).ShouldBeAsync(200);
        }
    }

    [Fact]
    public async Task Who_waits_as_long_as_told_gets_through_and_a_send_that_was_refused_is_written_once()
    {
        await using var replica = ServiceHost.Start<Program>(app.Settings.Copy()
            .With("Chat:RateLimits:SendsPerConversation:PerSecond", "4")
            .With("Chat:RateLimits:SendsPerConversation:Burst", "1"));
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        using var client = new HttpClient { BaseAddress = replica.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", ann.Token);
        await Send(Guid.NewGuid()).ShouldBeAsync(201);
        var id = Guid.NewGuid();
        using var refused = await Send(id);
        if ((int)refused.StatusCode == 429)
        {
            var wait = (await refused.ShouldBeProblemAsync(429, "rate.limited")).Number("retryAfterMs");
            Assert.InRange(wait, 1, 250);
            await Task.Delay((int)wait);
            await Send(id).ShouldBeAsync(201);
        }

        Assert.Equal(2, (await bob.EventsAsync(direct)).Count);

        Task<HttpResponseMessage> Send(Guid clientMessageId) =>
            client.PostAsync($"/api/chat/conversations/{direct}/messages", new { clientMessageId, body = "text" });
    }

    [Fact]
    public async Task The_hub_counts_what_it_changes_as_the_endpoints_do()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        for (var n = 0; n < 4; n++)
        {
            await Draft(ann, direct).ShouldBeAsync(200);
        }

        await using var hub = await ann.HubAsync();
        await hub.CallAsync("Sync", new { heads = new { } });
        await hub.ShouldRefuseAsync(
            429, "rate.limited", "React", new { messageId = Guid.NewGuid(), emoji = "🦊", on = true });
    }

    private static Task<HttpResponseMessage> Draft(ChatPerson person, Guid conversation, int replica = 0) =>
        person.Http(replica).PutAsync($"/api/chat/conversations/{conversation}/draft", new { body = "so far" });

    public sealed class Limited : IAsyncLifetime
    {
        public ChatApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() => App = await ChatApp.StartAsync(replicas: 2, settings =>
        {
            settings.With("Chat:RateLimits:Enabled", "true");
            foreach (var (rate, burst) in (ReadOnlySpan<(string, int)>)[("Sends", 12), ("SendsPerConversation", 5), ("Acts", 4), ("Openings", 3)])
            {
                settings.With($"Chat:RateLimits:{rate}:PerSecond", "0.01").With($"Chat:RateLimits:{rate}:Burst", $"{burst}");
            }
        });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}

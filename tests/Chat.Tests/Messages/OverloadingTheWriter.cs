using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class OverloadingTheWriter : IAsyncLifetime
{
    private const int Capacity = 4;

    private ChatApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await ChatApp.StartAsync(configure: settings => settings.With("Chat:Messages:QueueCapacity", $"{Capacity}"));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task What_does_not_fit_is_refused_at_once_and_what_fits_is_written()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var hub = await ann.HubAsync();
        List<Task<HttpResponseMessage>> taken;
        await using (await app.HoldAsync(direct))
        {
            taken = await FillAsync(() => ann.Post(direct, "text"));
            using var refused = await bob.Post(direct, "one too many");
            var problem = await refused.ShouldBeProblemAsync(429, "rate.limited");
            Assert.True(problem.Number("retryAfterMs") > 0);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            await hub.ShouldRefuseAsync(
                429, "rate.limited", "Send", ChatPerson.Message(direct, "x"));
        }

        foreach (var send in taken)
        {
            await send.ShouldBeAsync(201);
        }

        Assert.Equal(taken.Count, (await bob.EventsAsync(direct)).Count);
        await ann.SendAsync(direct, "there is room again");
    }

    [Fact]
    public async Task Who_would_wait_behind_others_for_long_is_refused_though_there_is_room()
    {
        const int WholeBatch = 200;
        await using var roomy = await ChatApp.StartAsync(configure: settings => settings
            .With("Chat:Messages:QueueTime", "00:00:00.050").With("Chat:RateLimits:Enabled", "false"));
        var (ann, bob, direct) = await roomy.TwoFriendsAsync();
        var taken = new List<Task<HttpResponseMessage>>();
        await using (await roomy.HoldAsync(direct))
        {
            taken.Add(ann.Post(direct, "the writer waits with this"));
            await roomy.WriterWaitsAsync();
            taken.AddRange(Enumerable.Range(0, WholeBatch).Select(i => ann.Post(direct, $"{i}")));
            await Eventually.IsAsync("one is refused", async () =>
            {
                var late = bob.Post(direct, "late");
                taken.Add(late);
                await Task.WhenAny(late, Task.Delay(TimeSpan.FromMilliseconds(20)));
                return late.IsCompleted && (int)(await late).StatusCode == 429;
            });
        }

        var statuses = (await Task.WhenAll(taken)).Select(response => (int)response.StatusCode).ToList();
        Assert.All(statuses, status => Assert.True(status is 201 or 429));
        Assert.Equal(statuses.Count(status => status == 201), (await bob.EventsAsync(direct)).Count);
        await bob.SendAsync(direct, "what waited is written, so there is no wait");
    }

    [Fact]
    public async Task A_batch_that_holds_one_send_several_times_writes_it_once()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        var tries = 0;
        List<Task<HttpResponseMessage>> taken;
        await using (await app.HoldAsync(direct))
        {
            // The one that the writer holds is another; the whole queue behind it becomes one batch.
            taken = await FillAsync(
                () => ann.Post(direct, tries++ % 2 == 0 ? "this" : "that", id), first: () => bob.Post(direct, "first"));
        }

        var statuses = (await Task.WhenAll(taken)).Select(response => (int)response.StatusCode).ToArray();
        Assert.Equal(201, statuses[0]);
        // The first of the batch is written, its equals are duplicates, another text under its id is refused.
        Assert.Single(statuses[1..], 201);
        Assert.All(statuses[1..], status => Assert.True(status is 200 or 201 or 422));
        Assert.Equal([1, 2], (await ann.EventsAsync(direct)).Seqs());
        Assert.Equal(Capacity + 1, taken.Count);
    }

    /// <summary>Sends until the writer waits with one and the queue behind it is full. All but the refused ones.</summary>
    private async Task<List<Task<HttpResponseMessage>>> FillAsync(
        Func<Task<HttpResponseMessage>> send, Func<Task<HttpResponseMessage>>? first = null)
    {
        var taken = new List<Task<HttpResponseMessage>> { (first ?? send)() };
        await app.WriterWaitsAsync();
        while (true)
        {
            // Who holds the conversation for too long on a slow machine would be refused for ever.
            Assert.DoesNotContain(taken, task => task.IsCompleted && (int)task.Result.StatusCode != 429);
            // Each is either answered 429 at once or waits for the writer, which shows only in that the next is refused.
            var sends = Enumerable.Range(0, Capacity + 1).Select(_ => send()).ToArray();
            await Task.WhenAny(sends);
            taken.AddRange(sends);
            var refused = taken.RemoveAll(task => task.IsCompleted && (int)task.Result.StatusCode == 429);
            if (refused > 0 && taken.Count == Capacity + 1)
            {
                return taken;
            }
        }
    }
}

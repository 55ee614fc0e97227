using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class WritingInParallel(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Two_replicas_give_gapless_numbers_and_everyone_the_same_order()
    {
        var pairs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.TwoFriendsAsync()));
        await using var annHears = await pairs[0].Ann.HubAsync();
        await using var bobHears = await pairs[0].Bob.HubAsync(replica: 1);
        await annHears.CallAsync("Sync", new { heads = new { } });
        await bobHears.CallAsync("Sync", new { heads = new { } });

        // Each replica writes to all conversations at once, in opposite orders: without an order of locks, a deadlock.
        const int Each = 60;
        await Task.WhenAll(Enumerable.Range(0, Each).SelectMany(i => Enumerable.Range(0, 8).Select(k =>
        {
            var (pair, replica) = (pairs[k < 4 ? k : 7 - k], k < 4 ? 0 : 1);
            return (i % 2 == 0 ? pair.Ann : pair.Bob).SendAsync(pair.Conversation, $"{i} {k}", replica: replica);
        })));

        foreach (var (ann, bob, direct) in pairs)
        {
            var history = await ann.EventsAsync(direct);
            Assert.Equal(WireJson.UpTo(2 * Each), history.Seqs());
            Assert.Equal(history.Bodies(), (await bob.EventsAsync(direct, replica: 1)).Bodies());
        }

        // Live, messages of two replicas may overtake each other; by number they are the history.
        var expected = (await pairs[0].Ann.EventsAsync(pairs[0].Conversation)).Bodies();
        foreach (var hub in new[] { annHears, bobHears })
        {
            var direct = pairs[0].Conversation;
            await Eventually.IsAsync("all are heard", () => Task.FromResult(Heard(hub, direct).Count == 2 * Each));
            Assert.Equal(expected, Heard(hub, direct).OrderBy(message => message.Number("seq")).Bodies());
        }
    }

    [Fact]
    public async Task The_messages_of_one_connection_are_heard_in_its_order()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var writes = await ann.HubAsync();
        await using var hears = await bob.HubAsync(replica: 1);
        await hears.CallAsync("Sync", new { heads = new { } });
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i =>
            writes.CallAsync("Send", new { conversationId = direct, clientMessageId = Guid.NewGuid(), body = $"{i}" })));
        await Eventually.IsAsync("all are heard", () => Task.FromResult(Heard(hears, direct).Count == 100));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), Heard(hears, direct).Bodies());
    }

    private static List<JsonElement> Heard(HubClient hub, Guid conversation) =>
        [.. hub.Heard("Event").Where(message => message.Id("conversationId") == conversation)];
}

using System.Collections.Concurrent;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

/// <summary>Race R8, a thousand times: edit, deletion and reaction of one message at once, over two replicas and both doors.</summary>
public sealed class RacingChanges(TwoReplicas replicas)
{
    private const int Conversations = 10;
    private const int MessagesOfEach = 100;
    private const int AtOnce = 25;

    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Everyone_ends_with_the_same_state_in_a_sequence_without_gaps_and_what_is_deleted_stays_so()
    {
        for (var i = 0; i < Conversations; i++)
        {
            var (ann, bob, direct) = await app.TwoFriendsAsync();
            await using var first = await ann.ListenAsync(replica: 0);
            await using var second = await bob.ListenAsync(replica: 1);
            var messages = await Task.WhenAll(Enumerable.Range(0, MessagesOfEach).Select(n => ann.SayAsync(direct, $"{n}", replica: n % 2)));
            var acknowledged = new ConcurrentBag<Guid>();
            foreach (var round in messages.Chunk(AtOnce))
            {
                await Task.WhenAll(round.SelectMany((message, n) => Race(message, n, ann, bob, first, second, acknowledged)));
            }

            var head = (await ann.ConversationAsync(direct)).Number("headSeq");
            var fetched = await ann.EventsAsync(direct);
            Assert.Equal(WireJson.UpTo(head), fetched.Seqs());
            await Eventually.IsAsync("both heard everything", () => Task.FromResult(
                new[] { first, second }.All(hub => Of(hub, direct).Select(e => e.Number("seq")).Distinct().LongCount() == head)));

            // Invariant I5: what was heard, in whatever order, comes to what is fetched anew.
            var fresh = StatesAfter((await bob.Http(1).GetAsync(
                $"/api/chat/conversations/{direct}/messages?limit=100").ShouldBeAsync(200)).Items());
            Assert.Equal(MessagesOfEach, fresh.Count);
            foreach (var heard in new[] { fetched, Of(first, direct), Of(second, direct) })
            {
                Assert.Equal(fresh, StatesAfter(heard));
            }

            // Invariant I8.
            Assert.Equal(MessagesOfEach, acknowledged.Count);
            Assert.All(fresh.Values, state => Assert.Equal(("", true, 0), (state.Body, state.IsDeleted, state.Reactions)));
            Assert.DoesNotContain("edited", fetched.Select(e => (e.TryGetProperty("message", out var now) ? now : e).Text("body")));
        }
    }

    /// <summary>Each message is edited by its author, reacted to by the other, and deleted: who comes late is refused as such.</summary>
    private static IEnumerable<Task> Race(
        Guid message, int n, ChatPerson ann, ChatPerson bob, HubClient anns, HubClient bobs, ConcurrentBag<Guid> deleted)
    {
        yield return OrDeletedAsync(() => n % 2 == 0
            ? ann.Edit(message, "edited", replica: n / 2 % 2).ShouldBeAsync(200)
            : anns.CallAsync("Edit", new { messageId = message, body = "edited" }));
        yield return OrDeletedAsync(() => n % 3 == 0
            ? bobs.CallAsync("React", new { messageId = message, emoji = "👍", on = true })
            : bob.React(message, "👍", replica: n % 2).ShouldBeAsync(200));
        yield return DeleteAsync();

        async Task DeleteAsync()
        {
            await ann.Delete(message, replica: (n + 1) % 2).ShouldBeAsync(204);
            deleted.Add(message);
        }
    }

    private static async Task OrDeletedAsync(Func<Task<JsonElement>> act)
    {
        try
        {
            await act();
        }
        catch (HubProblemException e)
        {
            Assert.Equal("message.deleted", e.Code);
        }
        catch (Xunit.Sdk.TrueException e)
        {
            Assert.Contains("message.deleted", e.Message, StringComparison.Ordinal);
        }
    }

    private static List<JsonElement> Of(HubClient hub, Guid conversation) =>
        [.. hub.Heard("Event").Where(e => e.Id("conversationId") == conversation)];

    /// <summary>The newest state of each message, as a client keeps it: the highest version wins.</summary>
    private static Dictionary<Guid, State> StatesAfter(IEnumerable<JsonElement> events)
    {
        var states = new Dictionary<Guid, State>();
        foreach (var message in events.Select(e => e.TryGetProperty("message", out var changed) ? changed : e))
        {
            var state = new State(
                message.Number("version"),
                message.Text("body")!,
                message.TryGetProperty("deletedAt", out _),
                message.TryGetProperty("reactions", out var reactions) ? reactions.GetArrayLength() : 0);
            if (!states.TryGetValue(message.Id(), out var known) || state.Version >= known.Version)
            {
                states[message.Id()] = state;
            }
        }

        return states;
    }

    private sealed record State(long Version, string Body, bool IsDeleted, int Reactions);
}

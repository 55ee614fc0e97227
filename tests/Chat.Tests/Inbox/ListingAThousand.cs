using System.Diagnostics;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Inbox;

[Collection(nameof(SmallLimits))]
public sealed class ListingAThousand(SmallLimits limits)
{
    private readonly ChatApp app = limits.App;

    [Fact]
    public async Task A_person_of_a_thousand_conversations_does_not_wait_for_the_list()
    {
        var ann = app.NewPerson();
        // Among those of others, and with messages of others beside them.
        await app.ExecuteAsync(
            $"""
            WITH made AS (
                INSERT INTO conversations (id, kind, name, member_count, head_seq, last_activity_at)
                SELECT gen_random_uuid(), 'room', 'r' || n, 1, 3, now() - n * interval '1 minute' FROM generate_series(1, 10000) n
                RETURNING id
            ), joined AS (
                INSERT INTO members (conversation_id, user_id)
                SELECT id, CASE WHEN row_number() OVER () <= 1000 THEN '{ann.Id}'::uuid ELSE gen_random_uuid() END FROM made
            )
            INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, version, created_at)
            SELECT id, n, gen_random_uuid(), '{Guid.NewGuid()}', gen_random_uuid(), 'x', 1, now() FROM made, generate_series(1, 3) n;
            ANALYZE conversations, members, messages
            """);
        await ann.ListAsync();
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            var items = (await ann.Http().GetAsync("/api/chat/conversations").ShouldBeAsync(200)).Items();
            best = watch.Elapsed < best ? watch.Elapsed : best;
            Assert.Equal(50, items.Length);
            Assert.All(items.Where(c => c.Text("kind") == "room"), c => Assert.Equal(3, c.Number("unread")));
        }

        Assert.True(best < TimeSpan.FromMilliseconds(250), $"It took {best}.");
        var totals = await ann.Http().GetAsync("/api/chat/unread").ShouldBeAsync(200);
        Assert.True(totals.Number("messages") >= 3000, totals.ToString());
    }
}

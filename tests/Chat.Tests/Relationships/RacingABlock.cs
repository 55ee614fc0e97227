using System.Net.Http.Headers;
using System.Net.Http.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Relationships;

/// <summary>Race R3, a thousand times: a block while messages of both are in flight on two replicas.</summary>
public sealed class RacingABlock(TwoReplicas replicas)
{
    private const int Rounds = 10;
    private const int PairsOfARound = 100;

    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task What_was_acknowledged_is_there_and_after_the_block_nothing_is_written()
    {
        using var first = app.Replicas[0].Http();
        using var second = app.Replicas[1].Http();
        for (var round = 0; round < Rounds; round++)
        {
            var pairs = Enumerable.Range(0, PairsOfARound).Select(_ => new Pair(app)).ToArray();
            await app.ExecuteAsync(string.Concat(pairs.Select(pair => pair.Made)));
            var racing = pairs.Select(async pair =>
            {
                var block = app.Bus.PublishAsync(pair.Bob.Blocks(pair.Ann, 2));
                var sent = await Task.WhenAll(SendAsync(first, pair.Ann, pair), SendAsync(second, pair.Bob, pair));
                await block;
                return sent.Count(status => status == 201);
            });
            var acknowledged = (await Task.WhenAll(racing)).Sum();
            await Eventually.IsAsync("all blocks are known", async () => await SumAsync(pairs, "high_blocks_low::int + low_blocks_high::int",
                "relationships r", "(r.low_user_id, r.high_user_id) = (c.low_user_id, c.high_user_id)") == PairsOfARound);
            Assert.Equal(acknowledged, await SumAsync(pairs, "head_seq"));

            var late = await Task.WhenAll(pairs.SelectMany(pair =>
                new[] { SendAsync(second, pair.Ann, pair), SendAsync(first, pair.Bob, pair) }));
            Assert.All(late, status => Assert.Equal(403, status));
            Assert.Equal(acknowledged, await SumAsync(pairs, "head_seq"));
        }
    }

    private static async Task<int> SendAsync(HttpClient replica, ChatPerson author, Pair pair)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/chat/conversations/{pair.Conversation}/messages")
        {
            Content = JsonContent.Create(new { clientMessageId = Guid.NewGuid(), body = "x" }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", author.Token) },
        };
        using var response = await replica.SendAsync(request);
        return (int)response.StatusCode;
    }

    private Task<long> SumAsync(Pair[] pairs, string what, string? join = null, string on = "") => app.CountAsync(
        $"""
        SELECT coalesce(sum({what}), 0)::bigint FROM conversations c {(join is null ? "" : $"JOIN {join} ON {on}")}
        WHERE c.id IN ({string.Join(',', pairs.Select(pair => $"'{pair.Conversation}'"))})
        """);

    /// <summary>Two friends who take messages of everyone, with a conversation: put there at once, as it is not what is tested.</summary>
    private sealed class Pair(ChatApp app)
    {
        public ChatPerson Ann { get; } = app.NewPerson();

        public ChatPerson Bob { get; } = app.NewPerson("bob");

        public Guid Conversation { get; } = Guid.CreateVersion7();

        public string Made
        {
            get
            {
                var (low, high) = Ann.Id.CompareTo(Bob.Id) < 0 ? (Ann.Id, Bob.Id) : (Bob.Id, Ann.Id);
                return $"""
                    INSERT INTO relationships VALUES ('{low}', '{high}', true, false, false, 1);
                    INSERT INTO privacy_settings VALUES
                        ('{low}', 1, {Audience.Everyone:D}, 3, 3, 3, 1), ('{high}', 1, {Audience.Everyone:D}, 3, 3, 3, 1);
                    INSERT INTO conversations (id, kind, low_user_id, high_user_id) VALUES ('{Conversation}', 'direct', '{low}', '{high}');
                    INSERT INTO members (conversation_id, user_id) VALUES ('{Conversation}', '{low}'), ('{Conversation}', '{high}');

                    """;
            }
        }
    }
}

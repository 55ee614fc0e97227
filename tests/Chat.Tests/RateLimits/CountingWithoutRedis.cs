using System.Diagnostics;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.RateLimits;

public sealed class CountingWithoutRedis
{
    [Fact]
    public async Task While_redis_hangs_or_is_away_the_replica_counts_by_itself_and_the_writer_does_not_wait()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await ChatApp.StartAsync(configure: settings => settings
            .With("ConnectionStrings:redis", redis.Configuration)
            .With("Chat:RateLimits:Enabled", "true")
            .With("Chat:RateLimits:SendsPerConversation:PerSecond", "0.01")
            .With("Chat:RateLimits:SendsPerConversation:Burst", "15"));
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "while it is there");

        await redis.PauseAsync();
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < 15; n++)
        {
            await ann.SendAsync(direct, $"{n} while it hangs");
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed} for 15 messages.");
        await TooMuchAsync();
        await redis.ContinueAsync();
        await redis.KillAsync();
        await TooMuchAsync();
        await bob.SendAsync(direct, "others are not held up");

        // It comes back empty: who was refused has all of it again.
        await redis.StartAsync();
        await Eventually.IsAsync("it counts in Redis again", async () =>
        {
            using var answer = await ann.Post(direct, "again");
            return (int)answer.StatusCode == 201;
        });

        async Task TooMuchAsync()
        {
            using var refused = await ann.Post(direct, "too much");
            await refused.ShouldBeProblemAsync(429, "rate.limited");
        }
    }
}

using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class LosingRedis
{
    [Fact]
    public async Task Without_redis_people_write_read_and_hear_what_their_own_replica_knows()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await ChatApp.StartAsync(configure: settings =>
            settings.With("ConnectionStrings:redis", redis.Configuration));
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var anns = await ann.HubAsync();
        await using var bobs = await bob.HubAsync();
        await redis.KillAsync();

        await anns.CallAsync("View", new { conversationId = direct });
        await anns.CallAsync("Typing", new { conversationId = direct });
        var sent = await anns.CallAsync("Send", ChatPerson.Message(direct, "hello"));
        Assert.Equal(1, sent.Number("seq"));
        await bobs.HearAsync("Event", e => e.Text("body") == "hello");
        await bobs.CallAsync("MarkRead", new { conversationId = direct, seq = 1 });
        Assert.Equal(0, await bob.UnreadAsync(direct));
        await using var late = await bob.HubAsync();
        await late.CallAsync("Sync", new { heads = new { } });
        using var health = await app.Replicas[0].Http().GetAsync("/health");
        Assert.True(health.IsSuccessStatusCode);

        await redis.StartAsync();
        await Eventually.IsAsync("typing is passed on again", async () =>
        {
            await anns.CallAsync("Typing", new { conversationId = direct });
            return bobs.Heard("Typing").Count > 0;
        });
    }

    [Fact]
    public async Task While_redis_hangs_nobody_waits_for_it_for_long()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await ChatApp.StartAsync(configure: settings =>
            settings.With("ConnectionStrings:redis", redis.Configuration));
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var anns = await ann.HubAsync();
        await anns.CallAsync("Sync", new { heads = new { } });
        await redis.PauseAsync();

        await using var bobs = await bob.HubAsync();
        await bobs.CallAsync("View", new { conversationId = direct });
        await bobs.CallAsync("Typing", new { conversationId = direct });
        await anns.CallAsync("Send", ChatPerson.Message(direct, "hello"));
        await bobs.HearAsync("Event", e => e.Text("body") == "hello");
        await bobs.CallAsync("MarkRead", new { conversationId = direct, seq = 1 });
        await redis.ContinueAsync();
    }
}

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

    /// <summary>I4, also then: the other replica reads who left, as nobody can tell it.</summary>
    [Fact]
    public async Task Without_redis_who_leaves_hears_nothing_more_on_that_replica_and_soon_nothing_on_another()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await ChatApp.StartAsync(replicas: 2, settings =>
            settings.With("ConnectionStrings:redis", redis.Configuration));
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        await using var near = await bob.ListenAsync(0);
        await using var far = await bob.ListenAsync(1);
        await redis.KillAsync();
        await bob.Leave(room).ShouldBeAsync(204);
        await ann.SendAsync(room, "after");
        await ann.SendAsync(ChatPerson.Lobby, "mark");
        await near.HearAsync("Event", e => e.Text("body") == "mark");
        Assert.DoesNotContain(near.Heard("Event"), e => Body(e) == "after");
        var n = 0;
        await Eventually.IsAsync("the other replica has read it", async () =>
        {
            var body = $"{n++}";
            await ann.SendAsync(room, body, replica: 1);
            await ann.SendAsync(ChatPerson.Lobby, $"mark {body}", replica: 1);
            await far.HearAsync("Event", e => Body(e) == $"mark {body}");
            return !far.Heard("Event").Any(e => Body(e) == body);
        });

        // Who comes then is in the room when the others can be told of again.
        var cy = app.NewPerson("cy");
        await using var cys = await cy.ListenAsync(1);
        await cy.Join(room).ShouldBeAsync(200);
        await redis.StartAsync();
        await Eventually.IsAsync("cy hears the room on the other replica", async () =>
        {
            await ann.SendAsync(room, "back");
            return cys.Heard("Event").Any(e => Body(e) == "back");
        }, TimeSpan.FromSeconds(25));

        static string? Body(System.Text.Json.JsonElement e) => e.TryGetProperty("body", out var body) ? body.GetString() : null;
    }

    [Fact]
    public async Task Replicas_that_start_while_redis_is_slow_hear_each_other_when_it_answers()
    {
        await using var redis = new SlowRedis(TestServers.Redis, late: TimeSpan.FromSeconds(2.5));
        var starting = ChatApp.StartAsync(replicas: 2, settings => settings.With("ConnectionStrings:redis", redis.Configuration));
        // Who comes meanwhile must not be left unheard.
        var listening = starting.ContinueWith(app => BobListensAsync(app.Result), TaskScheduler.Default).Unwrap();
        await Task.WhenAny(listening, Task.Delay(TimeSpan.FromSeconds(12)));
        redis.BeQuick();

        await using var app = await starting;
        var (ann, direct, bobs) = await listening;
        await using var _ = bobs;
        await Eventually.IsAsync("bob hears the other replica", async () =>
        {
            await ann.SendAsync(direct, "hello");
            return bobs.Heard("Event").Count > 0;
        });

        static async Task<(ChatPerson Ann, Guid Direct, HubClient Bobs)> BobListensAsync(ChatApp app)
        {
            var (ann, bob, direct) = await app.TwoFriendsAsync();
            return (ann, direct, await bob.ListenAsync(1));
        }
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

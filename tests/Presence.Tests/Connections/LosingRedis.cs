using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

public sealed class LosingRedis : IAsyncLifetime
{
    private readonly OwnRedis redis = new();
    private PresenceApp app = null!;
    private TestUser ann = null!;
    private TestUser bob = null!;
    private TestUser cat = null!;
    private TestUser dan = null!;

    public async ValueTask InitializeAsync()
    {
        await redis.StartAsync();
        app = await PresenceApp.StartAsync(redis.Configuration);
        (ann, bob, cat, dan) = (app.CreateUser("ann"), app.CreateUser("bob"), app.CreateUser("cat"), app.CreateUser("dan"));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task Flushed_it_has_everyone_again()
    {
        await using var listener = await app.ConnectAsync(ann);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        var catsDevice = await app.ConnectAsync(cat, replica: 1);
        await app.BefriendAsync(listener, ann, bob);
        await app.BefriendAsync(listener, ann, cat);

        await catsDevice.DisposeAsync();
        await redis.FlushAsync();

        // Cat's going was in Redis only when it was flushed, and must still reach ann.
        await listener.HearsLastOfAsync(cat, "offline");
        await listener.HearsLastOfAsync(bob, "online");
        await Eventually.IsAsync("the count is right", async () => await CountAsync(0) == 2 && await CountAsync(1) == 2);
    }

    [Fact]
    public async Task Away_people_come_and_go_and_when_it_is_back_everyone_hears_the_truth()
    {
        await using var listener = await app.ConnectAsync(ann);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        var catsDevice = await app.ConnectAsync(cat, replica: 1);
        foreach (var friend in new[] { bob, cat, dan })
        {
            await app.BefriendAsync(listener, ann, friend);
        }

        await redis.KillAsync();
        await catsDevice.DisposeAsync();
        await using var dansDevice = await app.ConnectAsync(dan, replica: 1);
        var self = await app.Http(dan, replica: 1).GetAsync($"/api/presence?ids={dan.Id}").ShouldBeAsync(200);
        Assert.Equal("online", self.GetProperty("items")[0].GetProperty("status").GetString());
        await app.Http(ann).GetAsync("/api/presence/summary").ShouldBeAsync(200);
        await dansDevice.CallAsync("Watch", new { userIds = new[] { ann.Id } });
        await dansDevice.CallAsync("SetActivity", new { activity = "idle" });
        await app.Http().GetAsync("/health").ContinueWith(t => Assert.Equal(200, (int)t.Result.StatusCode), TaskScheduler.Default);

        await redis.StartAsync();
        await listener.HearsLastOfAsync(cat, "offline", TimeSpan.FromSeconds(30));
        await listener.HearsLastOfAsync(dan, "away", TimeSpan.FromSeconds(30));
        await listener.HearsLastOfAsync(bob, "online");
        await Eventually.IsAsync("the count is right", async () => await CountAsync(0) == 3 && await CountAsync(1) == 3);
    }

    /// <summary>The choice is committed, and whoever should have told it could not: somebody looks again.</summary>
    [Fact]
    public async Task What_was_chosen_while_it_was_away_is_told_when_it_is_back()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsLastOfAsync(bob, "online");
        await redis.KillAsync();
        await app.ChooseAsync(bob, "dnd", replica: 1);
        await app.Http(bob).PutAsync("/api/presence/me/activity", new { kind = "game", name = "x" })
            .ShouldBeProblemAsync(503, "service.unavailable");
        await redis.StartAsync();
        await listener.HearsLastOfAsync(bob, "dnd", TimeSpan.FromSeconds(30));
        await bobsDevice.HearAsync("OwnStatusChanged");
    }

    [Fact]
    public async Task While_it_hangs_a_replica_stops_all_the_same()
    {
        await using var replica = await ReplicaProcess.StartAsync(app.Settings);
        await using var device = await PresenceApp.ConnectAsync(replica.Address, bob);
        await redis.PauseAsync();
        await replica.SignalAsync("TERM");
        await device.Closed.EndsAsync("the replica that stops closes its connections");
        await replica.ExitedAsync();
    }

    private async Task<long> CountAsync(int replica) =>
        (await app.Http(ann, replica).GetAsync("/api/presence/summary").ShouldBeAsync(200)).GetProperty("online").GetInt64();
}

using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Realtime;

public sealed class LosingRedis(Replicas replicas)
{
    private static readonly Text Hello = new("hello");

    [Fact]
    public async Task While_redis_is_away_a_replica_serves_its_own_and_afterwards_all_hear_all_again()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        var settings = (await ServiceSettings.CreateAsync("sample", replicas.Identity)).With("ConnectionStrings:redis", redis.Configuration);
        await using var first = await SampleApp.StartAsync(settings);
        await using var second = await SampleApp.StartAsync(settings);
        await using var near = await first.ConnectAsync(replicas.Identity.CreateUser());
        await using var far = await second.ConnectAsync(replicas.Identity.CreateUser());
        await near.CallAsync("Join", new Text("g"));
        await far.CallAsync("Join", new Text("g"));

        await redis.KillAsync();
        await first.Hub.Clients.Group("g").SendAsync("while-away", Hello);
        await near.HearAsync("while-away");
        // Who comes now is served now, and by the others once Redis is back.
        await using var late = await second.ConnectAsync(replicas.Identity.CreateUser());
        await late.CallAsync("Join", new Text("g"));
        await first.Http(null).GetAsync("/health").ContinueWith(t => Assert.Equal(200, (int)t.Result.StatusCode), TaskScheduler.Default);

        await redis.StartAsync();
        var attempt = 0;
        await Eventually.IsAsync("both hear the other replica", async () =>
        {
            await first.Hub.Clients.Group("g").SendAsync("again", attempt++);
            return far.Heard("again").Count > 0 && late.Heard("again").Count > 0;
        }, TimeSpan.FromSeconds(20));
    }
}

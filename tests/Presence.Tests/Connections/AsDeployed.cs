using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

/// <summary>The promise itself, with the times of a deployment. Takes minutes: run it by <c>--explicit only</c>.</summary>
public sealed class AsDeployed
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(30);

    [Theory(Explicit = true)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_was_away_for_more_than_a_minute_and_thirty_seconds_later_all_is_true(bool isLost)
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await PresenceApp.StartAsync(redis.Configuration, asDeployed: true);
        await using var crowd = await Crowd.GatherAsync(app);
        await crowd.EnterAsync(..120, app.Address(0));
        await crowd.EnterAsync(80..160, app.Address(1));
        await crowd.IsToldAsync(Promise);
        await (isLost ? redis.KillAsync() : redis.PauseAsync());
        await crowd.LeaveAsync(..40);
        await crowd.EnterAsync(160..200, app.Address(1));
        await Task.Delay(TimeSpan.FromSeconds(65));
        await crowd.LeaveAsync(100..110);
        await (isLost ? redis.StartAsync() : redis.ContinueAsync());
        await crowd.IsToldAsync(Promise);
    }

    [Fact(Explicit = true)]
    public async Task A_replica_was_killed_and_thirty_seconds_later_all_is_true()
    {
        await using var app = await PresenceApp.StartAsync(asDeployed: true);
        await using var crowd = await Crowd.GatherAsync(app);
        await using var doomed = await ReplicaProcess.StartAsync(app.Settings);
        await crowd.EnterAsync(..120, doomed.Address);
        await crowd.EnterAsync(100..200, app.Address(1));
        await crowd.IsToldAsync(Promise);
        await doomed.SignalAsync("KILL");
        await crowd.EnterAsync(..40, app.Address(0));
        await crowd.IsToldAsync(Promise);
    }
}

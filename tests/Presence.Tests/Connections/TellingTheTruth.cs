using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

/// <summary>I7: whatever breaks, soon afterwards there is no ghost and nobody missing, with 200 people over two replicas.</summary>
public sealed class TellingTheTruth : IAsyncLifetime
{
    // The longest that the service promises, with the times of these tests: a lease, a heartbeat, a grace and a claim. With the
    // times of a deployment that is the 30 s of the promise.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    // Above the 10 s after which the devices of these tests ping.
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(12);

    private readonly OwnRedis redis = new();
    private PresenceApp app = null!;
    private Crowd crowd = null!;

    public async ValueTask InitializeAsync()
    {
        await redis.StartAsync();
        app = await PresenceApp.StartAsync(redis.Configuration, ClientTimeout);
        crowd = await Crowd.GatherAsync(app);
    }

    public async ValueTask DisposeAsync()
    {
        await crowd.DisposeAsync();
        await app.DisposeAsync();
        await redis.DisposeAsync();
    }

    /// <summary>F1, F2.</summary>
    [Fact]
    public async Task After_a_replica_was_killed()
    {
        await using var doomed = await ReplicaProcess.StartAsync(app.Settings);
        await crowd.EnterAsync(..120, doomed.Address);
        await crowd.EnterAsync(100..200, app.Address(1));
        await crowd.IsToldAsync(Soon);

        await doomed.SignalAsync("KILL");
        // Some come back elsewhere at once, some were elsewhere too, some go elsewhere meanwhile.
        await crowd.EnterAsync(..40, app.Address(0));
        await crowd.LeaveAsync(110..140);
        await crowd.IsToldAsync(Soon);
    }

    /// <summary>F4.</summary>
    [Fact]
    public async Task After_Redis_was_flushed_while_people_come_and_go()
    {
        await crowd.EnterAsync(..120, app.Address(0));
        await crowd.EnterAsync(80..160, app.Address(1));
        await crowd.IsToldAsync(Soon);
        await crowd.LeaveAsync(..30);
        var flushing = redis.FlushAsync();
        await Task.WhenAll(flushing, crowd.LeaveAsync(30..60), crowd.EnterAsync(160..200, app.Address(1)));
        await crowd.IsToldAsync(Soon);
    }

    /// <summary>F4: gone with all it had, or hanging and then going on with what is old.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_Redis_was_away_while_people_came_and_went(bool isLost)
    {
        await crowd.EnterAsync(..120, app.Address(0));
        await crowd.EnterAsync(80..160, app.Address(1));
        await crowd.IsToldAsync(Soon);
        await (isLost ? redis.KillAsync() : redis.PauseAsync());
        await crowd.LeaveAsync(..40);
        await crowd.LeaveAsync(100..110);
        await crowd.EnterAsync(160..200, app.Address(1));
        await crowd.EnterAsync(20..30, app.Address(0));
        await (isLost ? redis.StartAsync() : redis.ContinueAsync());
        await crowd.IsToldAsync(Soon);
    }

    /// <summary>F14.</summary>
    [Fact]
    public async Task After_networks_went_without_a_goodbye()
    {
        await crowd.EnterAsync(..100, app.Address(0));
        await crowd.EnterAsync(100..200, app.Address(1));
        await crowd.IsToldAsync(Soon);
        var silent = crowd.FallSilent(50..150);
        await crowd.IsToldAsync(ClientTimeout + Soon);
        foreach (var device in silent)
        {
            device.Abort();
            await device.DisposeAsync();
        }
    }
}

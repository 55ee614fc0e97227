using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Tests;

public sealed class RestartingWhatCrashed
{
    [Fact]
    public async Task A_killed_replica_comes_back_at_the_same_address()
    {
        await using var model = await new LocalModel(builder =>
            builder.AddProject<Echo>("echo").WithHttpHealthCheck("/health").WithReplicas(2)).StartAsync();
        var (killed, other) = (model.Replica("echo-0"), model.Replica("echo-1"));
        var (address, pid, otherPid) = (model.Url("echo-0"), killed.Pid, other.Pid);

        await killed.KillAsync();
        await killed.Healthy.WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

        Assert.NotEqual(pid, killed.Pid);
        Assert.Equal(address, model.Url("echo-0"));
        Assert.Equal(1, killed.Restarts);
        Assert.Equal(128 + 9, killed.LastExitCode);
        Assert.NotEmpty(await model.EnvironmentOfAsync("echo-0"));
        Assert.Equal((otherPid, 0), (other.Pid, other.Restarts));
    }

    [Fact]
    public void The_pauses_double_up_to_half_a_minute_and_start_over_after_a_long_life()
    {
        var backoff = new Backoff();
        var pauses = Enumerable.Range(0, 8).Select(_ => backoff.After(TimeSpan.FromSeconds(3)).TotalSeconds);

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], pauses);
        Assert.Equal(0.5, backoff.After(TimeSpan.FromSeconds(61)).TotalSeconds);
        Assert.Equal(1, backoff.After(TimeSpan.FromSeconds(3)).TotalSeconds);
    }

    [Fact]
    public async Task A_stopped_replica_stays_down_until_it_is_started()
    {
        await using var model = await new LocalModel(builder =>
            builder.AddExecutable("sleeper", "sleep", "/", "600")).StartAsync();
        var sleeper = model.Replica("sleeper");

        await sleeper.StopAsync();
        Assert.Equal((ReplicaState.Stopped, null), (sleeper.State, sleeper.Pid));

        await sleeper.StartAsync();
        await sleeper.Healthy.WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(0, sleeper.Restarts);
    }
}

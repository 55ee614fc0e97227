using OneVOne.AppHost.Local.Running;
using OneVOne.Testing;

namespace OneVOne.AppHost.Tests;

public sealed class WaitingForADependency
{
    [Fact]
    public async Task A_resource_starts_only_when_what_it_waits_for_is_healthy()
    {
        var probe = new SwitchedProbe();
        await using var model = new LocalModel(builder =>
        {
            var first = builder.AddExecutable("first", "sleep", "/", "600");
            first.Resource.Probes.Add(probe);
            builder.AddExecutable("second", "sleep", "/", "600").WaitFor(first);
        });
        await model.OpenAsync();
        var starting = model.Application.System.StartAsync(CancellationToken.None);

        // The first runs and was asked; it said no, so the second waits.
        await Eventually.IsAsync("first is asked", () => Task.FromResult(model.Replica("first").Unhealthy is not null));
        await Eventually.IsAsync(
            "second waits", () => Task.FromResult(model.Replica("second").State == ReplicaState.Waiting));

        var healthy = DateTimeOffset.UtcNow;
        probe.Healthy = true;
        await starting;
        Assert.Equal(ReplicaState.Running, model.Replica("second").State);
        Assert.True(model.Replica("second").StartedAt >= healthy);
    }

    [Fact]
    public async Task A_connection_string_passes_on_what_it_waits_for()
    {
        var probe = new SwitchedProbe();
        await using var model = new LocalModel(builder =>
        {
            var server = builder.AddExecutable("server", "sleep", "/", "600");
            server.Resource.Probes.Add(probe);
            var database = builder.AddConnectionString("db", ReferenceExpression.Create($"Host=x")).WaitFor(server);
            builder.AddExecutable("client", "sleep", "/", "600").WaitFor(database);
        });
        await model.OpenAsync();
        var starting = model.Application.System.StartAsync(CancellationToken.None);

        await Eventually.IsAsync("server is asked", () => Task.FromResult(model.Replica("server").Unhealthy is not null));
        await Eventually.IsAsync(
            "client waits", () => Task.FromResult(model.Replica("client").State == ReplicaState.Waiting));

        var healthy = DateTimeOffset.UtcNow;
        probe.Healthy = true;
        await starting;
        Assert.True(model.Replica("client").StartedAt >= healthy);
    }
}

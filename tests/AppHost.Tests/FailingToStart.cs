using System.Net;
using System.Net.Sockets;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Tests;

public sealed class FailingToStart
{
    [Fact]
    public async Task A_service_that_dies_at_start_ends_it_all_with_its_last_words()
    {
        await using var model = new LocalModel(builder =>
        {
            builder.AddExecutable("well", "sleep", "/", "600");
            builder.AddProject<Echo>("broken")
                .WithHttpHealthCheck("/health")
                .WithEnvironment("ECHO_DIE", "the database has a hole");
        });

        var failure = await Assert.ThrowsAsync<StartException>(model.StartAsync);
        var well = model.Replica("well").Pid;
        await model.Application.System.StopAsync();

        Assert.StartsWith("broken exited with code 42, 3 times in a row", failure.Message, StringComparison.Ordinal);
        Assert.Contains("    the database has a hole", failure.Message, StringComparison.Ordinal);
        Assert.Contains("logs/broken.log", failure.Message, StringComparison.Ordinal);
        Assert.Null(ProcessInfo.Of(well!.Value));
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var model = new LocalModel(builder => builder.AddProject<Echo>("gateway")
            .WithEndpoint("http", http => http.Port = port).WithExternalHttpEndpoints());

        var failure = await Assert.ThrowsAsync<StartException>(model.StartAsync);

        Assert.StartsWith($"Port {port}, which the gateway needs, is taken", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"ONEVONE_PORT={port + 1000} ./onevone up", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_string_is_named()
    {
        await using var model = new LocalModel(builder => builder
            .AddExecutable("reader", "sleep", "/", "600").WithReference(builder.AddConnectionString("nowhere")));

        var failure = await Assert.ThrowsAsync<StartException>(model.StartAsync);

        Assert.Contains("'nowhere' has no value", failure.Message, StringComparison.Ordinal);
    }
}

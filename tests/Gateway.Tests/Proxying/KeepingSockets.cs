using System.Diagnostics;
using System.Net.WebSockets;

namespace OneVOne.Gateway.Tests.Proxying;

public sealed class KeepingSockets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Well above a second, below which SignalR does not ping however short its interval is set.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(3);
    private static readonly (string, string) ShortIdleTimeout = ("SocketIdleTimeout", IdleTimeout.ToString());

    [Fact]
    public async Task Frames_pass_both_ways()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);
        using var socket = await gateway.OpenSocketAsync("/hubs/chat/echo");

        await socket.SendAsync("one");
        Assert.Equal("one", await socket.ReceiveAsync(Patience));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_hub_connection_on_which_nobody_speaks_lives_by_the_hubs_pings()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "presence", ShortIdleTimeout);
        using var socket = await gateway.OpenSocketAsync("/hubs/presence");
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");

        // Only listens, for twice as long as a silent connection would live.
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < 2 * IdleTimeout)
        {
            Assert.NotNull(await socket.ReceiveAsync(Patience));
        }
    }

    [Fact]
    public async Task A_socket_that_is_silent_both_ways_is_ended()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", ShortIdleTimeout);
        using var socket = await gateway.OpenSocketAsync("/hubs/chat/echo");

        Assert.Null(await socket.ReceiveAsync(Patience));
    }

    [Fact]
    public async Task A_socket_ends_when_its_replica_is_killed_so_that_its_client_can_connect_anew()
    {
        await using var one = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(one);
        using var socket = await gateway.OpenSocketAsync("/hubs/chat/echo");

        await one.KillAsync();

        Assert.Null(await socket.ReceiveAsync(Patience));
        await one.RestartAsync();
        using var again = await gateway.OpenSocketAsync("/hubs/chat/echo");
        await again.SendAsync("back");
        Assert.Equal("back", await again.ReceiveAsync(Patience));
    }
}

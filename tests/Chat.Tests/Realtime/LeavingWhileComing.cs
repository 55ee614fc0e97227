using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class LeavingWhileComing
{
    [Fact]
    public async Task Who_leaves_before_the_hub_is_ready_for_them_is_no_error_of_the_service()
    {
        await using var own = await ChatApp.StartAsync(replicas: 0);
        own.Settings.With("Logging:LogLevel:Microsoft.AspNetCore.Http.Connections", "Debug");
        var logs = new RecordedLogs();
        await using var replica = ServiceHost.Start<Program>(
            own.Settings, services => services.AddSingleton<ILoggerProvider>(logs));
        var ann = own.NewPerson();

        // The handshake is answered before the rooms are read, which cannot be while they are held.
        await using var holding = await own.DatabaseAsync();
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE members IN ACCESS EXCLUSIVE MODE", holding);
        await hold.ExecuteNonQueryAsync();
        var hub = await HubClient.ConnectAsync(replica.Address, "/hubs/chat", ann.Token);
        await Eventually.IsAsync("the rooms are read", async () => await own.CountAsync(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%members%'
            """) > 0);
        await hub.DisposeAsync();

        await Eventually.IsAsync("the connection is gone", () =>
            Task.FromResult(logs.Text.Contains("Removing connection", StringComparison.Ordinal)));
        Assert.DoesNotContain("OnConnectedAsync", logs.Text, StringComparison.Ordinal);
    }
}

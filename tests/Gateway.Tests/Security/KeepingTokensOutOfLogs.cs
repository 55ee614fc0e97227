using System.Collections.Concurrent;
using System.Diagnostics;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Security;

/// <summary>ASVS 16.2.5: hubs take the access token in the query string, and logs are read by many.</summary>
public sealed class KeepingTokensOutOfLogs
{
    [Theory]
    [InlineData("Logging:LogLevel:Default", "Information")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore", "Information")]
    [InlineData("Logging:LogLevel:Yarp", "Information")]
    public async Task No_log_has_a_hubs_address(string category, string level)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(
            replica, "chat", ("Logging:LogLevel:Default", "Information"), (category, level));

        using (var socket = await gateway.OpenSocketAsync("/hubs/chat/echo?access_token=secret-token"))
        {
            await socket.SendAsync("hello");
            Assert.Equal("hello", await socket.ReceiveAsync(TimeSpan.FromSeconds(5)));
        }

        await replica.KillAsync();
        await Assert.ThrowsAsync<UpgradeRefusedException>(
            () => gateway.OpenSocketAsync("/hubs/chat/echo?access_token=secret-token"));

        await Eventually.IsAsync("the failure is logged", () =>
            Task.FromResult(gateway.Logs.Text.Contains("/hubs/chat/echo", StringComparison.Ordinal)));
        Assert.DoesNotContain("secret-token", gateway.Logs.Text, StringComparison.Ordinal);
        await replica.RestartAsync();
    }

    [Fact]
    public async Task No_trace_has_a_hubs_token()
    {
        var tags = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => tags.Enqueue($"{activity.OperationName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);

        await gateway.Http.GetAsync("/hubs/chat/traced?access_token=secret-token", TestContext.Current.CancellationToken)
            .ShouldBeAsync(200);

        await Eventually.IsAsync("the trace is written", () =>
            Task.FromResult(tags.Any(tag => tag.Contains("/hubs/chat/traced", StringComparison.Ordinal))));
        Assert.DoesNotContain("secret-token", string.Join('\n', tags), StringComparison.Ordinal);
    }
}

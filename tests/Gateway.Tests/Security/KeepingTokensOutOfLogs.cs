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
        await Assert.ThrowsAsync<UpgradeRefusedException>(() => gateway.OpenSocketAsync("/hubs/chat/echo?access_token=secret-token"));

        await Eventually.IsAsync("the failure is logged", () => Task.FromResult(gateway.Logs.Text.Contains("/hubs/chat/echo", StringComparison.Ordinal)));
        Assert.DoesNotContain("secret-token", gateway.Logs.Text, StringComparison.Ordinal);
        await replica.RestartAsync();
    }
}

namespace OneVOne.Gateway.Tests.Security;

public sealed class ProtectingBrowsers
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/chat/x")]
    [InlineData("/api/nothing")]
    [InlineData("/api/friends/away")]
    [InlineData("/docs/index.html")]
    public async Task Every_answer_tells_browsers_to_be_strict(string address)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);

        using var response = await gateway.Http.GetAsync(address, TestContext.Current.CancellationToken);

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        Assert.StartsWith(
            "default-src 'self'; connect-src 'self' ws: wss:", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_stay_there()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", ("TrustedProxies:0", "127.0.0.0/8"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/x")
        {
            Headers = { Host = "social.example" },
        };
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.StartsWith(
            "max-age=", response.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }
}

using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Security;

/// <summary>ASVS 4.1.3: headers that an intermediary sets cannot be overridden by the client.</summary>
public sealed class ForwardingAddresses
{
    [Fact]
    public async Task A_service_hears_of_the_real_client()
    {
        var headers = await SendAsync([]);

        Assert.Equal("127.0.0.1", headers.GetProperty("x-forwarded-for").GetString());
        Assert.Equal("http", headers.GetProperty("x-forwarded-proto").GetString());
        Assert.Equal("social.example", headers.GetProperty("x-forwarded-host").GetString());
    }

    [Fact]
    public async Task What_a_client_claims_about_itself_is_dropped()
    {
        var headers = await SendAsync([], Spoofed);

        Assert.Equal("127.0.0.1", headers.GetProperty("x-forwarded-for").GetString());
        Assert.Equal("http", headers.GetProperty("x-forwarded-proto").GetString());
        Assert.Equal("social.example", headers.GetProperty("x-forwarded-host").GetString());
        Assert.False(headers.TryGetProperty("x-forwarded-prefix", out _), headers.ToString());
        Assert.False(headers.TryGetProperty("forwarded", out _), headers.ToString());
    }

    [Fact]
    public async Task A_proxy_that_is_not_trusted_is_a_client_like_any_other()
    {
        var headers = await SendAsync([("TrustedProxies:0", "10.0.0.0/8")], Spoofed);

        Assert.Equal("127.0.0.1", headers.GetProperty("x-forwarded-for").GetString());
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed_up_to_the_first_stranger()
    {
        var headers = await SendAsync(
            [("TrustedProxies:0", "127.0.0.0/8"), ("TrustedProxies:1", "10.0.0.0/8")],
            ("X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.1.2.3"),
            ("X-Forwarded-Proto", "https, https, https"),
            ("X-Forwarded-Host", "evil.example, play.example, play.example"));

        Assert.Equal("203.0.113.7", headers.GetProperty("x-forwarded-for").GetString());
        Assert.Equal("https", headers.GetProperty("x-forwarded-proto").GetString());
        Assert.Equal("play.example", headers.GetProperty("x-forwarded-host").GetString());
    }

    private static (string, string)[] Spoofed =>
    [
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Prefix", "/evil"),
        ("Forwarded", "for=6.6.6.6;host=evil.example"),
    ];

    private static async Task<JsonElement> SendAsync((string, string)[] settings, params (string Name, string Value)[] headers)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", settings);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/x")
        {
            Headers = { Host = "social.example" },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var told = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken).ShouldBeAsync(200);
        return told.GetProperty("headers");
    }
}

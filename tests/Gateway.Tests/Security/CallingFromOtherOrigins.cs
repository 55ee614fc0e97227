using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Security;

/// <summary>ASVS 4.4.2: the Origin of a WebSocket handshake is checked against a list.</summary>
public sealed class CallingFromOtherOrigins
{
    private static readonly (string, string) Allowed = ("AllowedOrigins:0", "https://play.example");
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("https://play.example.evil.example")]
    [InlineData("https://play.example:8443")]
    [InlineData("http://play.example")]
    public async Task A_foreign_page_opens_no_socket(string origin)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", Allowed);

        var refused = await Assert.ThrowsAsync<UpgradeRefusedException>(
            () => gateway.OpenSocketAsync("/hubs/chat/echo", origin));

        Assert.Equal(403, refused.Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs/chat") { Headers = { { "Origin", origin } } };
        await gateway.Http.SendAsync(request, Cancelled).ShouldBeProblemAsync(403, "origin.not_allowed");
        Assert.Equal(0, replica.Requests);
    }

    [Fact]
    public async Task Our_own_page_an_allowed_one_and_a_native_client_open_sockets()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", Allowed);

        foreach (var origin in (string?[])[gateway.Address.GetLeftPart(UriPartial.Authority), "https://play.example", null])
        {
            using var socket = await gateway.OpenSocketAsync("/hubs/chat/echo", origin);
        }

        Assert.Equal(3, replica.Requests);
    }

    [Fact]
    public async Task Only_allowed_origins_may_read_answers_of_the_api()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", Allowed);

        Assert.Equal("https://play.example", await AllowedOriginAsync(gateway, "https://play.example"));
        Assert.Null(await AllowedOriginAsync(gateway, "https://evil.example"));
    }

    [Fact]
    public async Task A_preflight_is_answered_here_and_allows_the_token_header()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", Allowed);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/chat/x")
        {
            Headers =
            {
                { "Origin", "https://play.example" },
                { "Access-Control-Request-Method", "PUT" },
                { "Access-Control-Request-Headers", "authorization" },
            },
        };

        using var response = await gateway.Http.SendAsync(request, Cancelled);

        Assert.Equal("authorization", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.Equal("PUT", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(0, replica.Requests);
    }

    private static async Task<string?> AllowedOriginAsync(GatewayApp gateway, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/x")
        {
            Headers = { { "Origin", origin } },
        };
        using var response = await gateway.Http.SendAsync(request, Cancelled);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}

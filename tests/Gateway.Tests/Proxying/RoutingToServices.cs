using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Proxying;

public sealed class RoutingToServices
{
    [Theory]
    [InlineData("identity", "/api/identity/me?x=1", "/api/identity/me")]
    [InlineData("friends", "/api/friends", "/api/friends")]
    [InlineData("chat", "/api/chat/conversations/a%2Fb", "/api/chat/conversations/a%2Fb")]
    [InlineData("presence", "/api/presence?ids=a,b", "/api/presence")]
    [InlineData("notifications", "/api/notifications/badge", "/api/notifications/badge")]
    [InlineData("identity", "/.well-known/jwks.json", "/.well-known/jwks.json")]
    [InlineData("friends", "/openapi/friends.json", "/openapi/v1.json")]
    [InlineData("chat", "/hubs/chat?access_token=t", "/hubs/chat")]
    public async Task An_address_leads_to_its_service(string service, string address, string reached)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, service);

        var told = await gateway.Http.GetAsync(address, TestContext.Current.CancellationToken).ShouldBeAsync(200);

        Assert.Equal(reached, told.GetProperty("path").GetString());
        Assert.Equal(new Uri(gateway.Address, address).Query, told.GetProperty("query").GetString());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task Method_and_body_arrive(string method)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/chat/x")
        {
            Content = new StringContent("hello"),
        };
        request.Headers.Authorization = new("Bearer", "token");

        var told = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken).ShouldBeAsync(200);

        Assert.Equal(method, told.GetProperty("method").GetString());
        Assert.Equal(5, told.GetProperty("bodyLength").GetInt64());
        Assert.Equal("Bearer token", told.GetProperty("headers").GetProperty("authorization").GetString());
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api")]
    [InlineData("/hubs/friends")]
    [InlineData("/openapi/nothing.json")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/api/chat/../nothing")]
    [InlineData("/health/chat")]
    public async Task An_unknown_address_is_a_problem_even_for_a_browser(string address)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");

        await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken)
            .ShouldBeProblemAsync(404, "route.not_found");
        Assert.Equal(0, replica.Requests);
    }

    [Fact]
    public async Task Services_own_health_and_documents_are_not_reached_by_their_own_names()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);

        await gateway.Http.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken)
            .ShouldBeProblemAsync(404, "route.not_found");
        Assert.Equal("Healthy", await gateway.Http.GetStringAsync("/health", TestContext.Current.CancellationToken));
        Assert.Equal("Healthy", await gateway.Http.GetStringAsync("/alive", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_services_own_problem_passes_unchanged()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);

        var problem = await gateway.Http.GetAsync("/api/chat/refusal", TestContext.Current.CancellationToken)
            .ShouldBeProblemAsync(409, "friendship.exists");

        Assert.Equal("urn:test", problem.GetProperty("type").GetString());
        Assert.Equal("abc", problem.GetProperty("traceId").GetString());
    }
}

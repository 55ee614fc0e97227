using System.Net.WebSockets;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Inbox;

public sealed class CallingWithoutARightToken(NotificationsApp app)
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/api/notifications" },
        { "GET", "/api/notifications/badge" },
        { "PUT", $"/api/notifications/{Guid.Empty}/read" },
        { "PUT", "/api/notifications/read-all" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_route_refuses(string method, string path)
    {
        var user = app.Identity.CreateUser();
        var expired = app.Identity.Draft(user.Id, user.Username);
        expired.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
        var foreign = app.Identity.Draft(user.Id, user.Username);
        foreign.Claims["iss"] = "another";

        await SendAsync(null).ShouldBeProblemAsync(401, "auth.token_missing");
        await SendAsync("nonsense").ShouldBeProblemAsync(401, "auth.token_invalid");
        await SendAsync(foreign.Write()).ShouldBeProblemAsync(401, "auth.token_invalid");
        await SendAsync(expired.Write()).ShouldBeProblemAsync(401, "auth.token_expired");

        async Task<HttpResponseMessage> SendAsync(string? token)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            }

            using var http = app.First.Http();
            return await http.SendAsync(request);
        }
    }

    [Fact]
    public async Task The_hub_refuses()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(null));
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("nonsense"));

        Task<HubClient> ConnectAsync(string? token) =>
            HubClient.ConnectAsync(app.First.Address, "/hubs/notifications", token);
    }

    [Theory]
    [InlineData("POST", "/api/notifications", 405, "route.method_not_allowed")]
    [InlineData("DELETE", "/api/notifications/badge", 405, "route.method_not_allowed")]
    [InlineData("GET", "/api/notifications/nothing/here", 404, "route.not_found")]
    public async Task A_route_that_is_not_there_is_a_problem_too(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        await (await app.RegisterAsync("ann")).Http.SendAsync(request).ShouldBeProblemAsync(status, code);
    }
}

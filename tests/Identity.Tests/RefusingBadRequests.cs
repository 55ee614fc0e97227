using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests;

/// <summary>Every route answers nonsense with a problem, never with a failure of its own.</summary>
public sealed class RefusingBadRequests(IdentityApp app)
{
    [Theory]
    [InlineData("register", """{"username":"ann","email":"ann@example.org"}""")]
    [InlineData("register", """{"username":1,"email":"ann@example.org","password":"correct horse"}""")]
    [InlineData("register", """{"username":null,"email":"ann@example.org","password":"correct horse"}""")]
    [InlineData("register", """{"username":"ann","email":["ann@example.org"],"password":"correct horse"}""")]
    [InlineData("register", """{"username":"ann","email":"ann@example.org","password":"correct\u0000horse"}""")]
    [InlineData("login", """{"login":"ann"}""")]
    [InlineData("login", """{"login":"ann","password":null}""")]
    [InlineData("login", """{"login":{},"password":"correct horse"}""")]
    [InlineData("login", """{"login":"a\u0000","password":"correct horse"}""")]
    [InlineData("login", """{"login":"\ud800","password":"correct horse"}""")]
    [InlineData("refresh", "{}")]
    [InlineData("refresh", """{"refreshToken":null}""")]
    [InlineData("refresh", """{"refreshToken":5}""")]
    [InlineData("logout", """{"refreshToken":5}""")]
    [InlineData("logout", "[]")]
    [InlineData("reauthenticate", """{"code":"123456"}""")]
    [InlineData("two-factor/enable", "{}")]
    [InlineData("two-factor/enable", """{"code":123456}""")]
    [InlineData("passkeys", """{"state":"x","name":"x"}""")]
    [InlineData("passkeys", """{"credential":{},"state":null,"name":"x"}""")]
    [InlineData("passkeys/login", """{"credential":{}}""")]
    [InlineData("reauthenticate/passkey", "{}")]
    public async Task A_body_of_the_wrong_shape_is_malformed(string route, string body) =>
        await (await ClientAsync()).PostTextAsync($"/api/identity/{route}", body).ShouldBeProblemAsync(400, "request.malformed");

    [Theory]
    [InlineData("register")]
    [InlineData("login")]
    [InlineData("refresh")]
    [InlineData("logout")]
    public async Task Text_that_is_no_JSON_another_type_and_a_huge_body_are_refused(string route)
    {
        var (ann, path) = (await ClientAsync(), $"/api/identity/{route}");
        await ann.PostTextAsync(path, "{").ShouldBeProblemAsync(400, "request.malformed");
        await ann.PostTextAsync(path, "a=b", "application/x-www-form-urlencoded")
            .ShouldBeProblemAsync(415, "request.unsupported_media_type");
        var huge = $$"""{"username":"{{new string('x', 300_000)}}"}""";
        await ann.PostTextAsync(path, huge).ShouldBeProblemAsync(413, "request.too_large");
    }

    [Theory]
    [InlineData("register")]
    [InlineData("login")]
    [InlineData("refresh")]
    public async Task A_body_is_needed(string route) =>
        await (await ClientAsync()).PostTextAsync($"/api/identity/{route}", "").ShouldBeProblemAsync(400, "request.malformed");

    [Theory]
    [InlineData("GET", "me")]
    [InlineData("PATCH", "me")]
    [InlineData("DELETE", "me")]
    [InlineData("POST", "me/restore")]
    [InlineData("PUT", "me/avatar")]
    [InlineData("DELETE", "me/avatar")]
    [InlineData("POST", "me/export")]
    [InlineData("GET", "me/export")]
    [InlineData("GET", "me/export/download")]
    [InlineData("GET", "admin/deletions")]
    [InlineData("POST", "logout")]
    [InlineData("GET", "me/audit")]
    [InlineData("GET", "two-factor")]
    [InlineData("POST", "two-factor/setup")]
    [InlineData("GET", "passkeys")]
    [InlineData("POST", "passkeys/options")]
    [InlineData("GET", "admin/users")]
    [InlineData("GET", "admin/audit")]
    [InlineData("GET", "users?query=a")]
    [InlineData("GET", "users?ids=00000000-0000-0000-0000-000000000001")]
    [InlineData("GET", "users/00000000-0000-0000-0000-000000000001")]
    [InlineData("GET", "users/by-name/ann")]
    public async Task A_token_is_needed(string method, string route)
    {
        await SendAsync(app.First.Http(), method, route).ShouldBeProblemAsync(401, "auth.token_missing");
        await SendAsync(app.First.Bearing("a.b.c"), method, route).ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        var ann = await app.RegisterAsync();
        await app.First.Http().PostAsync("/api/identity/login", new { login = ann.Username, password = ann.Password, later = 1 })
            .ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_wrong_token_does_not_keep_anyone_from_logging_in()
    {
        var ann = await app.RegisterAsync();
        await app.First.Bearing("a.b.c").PostAsync("/api/identity/login", new { login = ann.Username, password = ann.Password })
            .ShouldBeAsync(200);
    }

    [Fact]
    public async Task The_API_document_tells_of_every_route()
    {
        var described = (await app.First.Http().GetAsync("/openapi/v1.json").ShouldBeAsync(200)).GetProperty("paths")
            .EnumerateObject().Select(path => path.Name);
        var mapped = app.First.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true })
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal)}")
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal));
        Assert.Contains("/api/identity/register", described);
        Assert.Equal(mapped.Distinct().Order(StringComparer.Ordinal), described.Where(path => path.StartsWith("/api/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private async Task<HttpClient> ClientAsync() => (await app.RegisterAsync()).Http;

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string route) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/identity/{route}"));
}

using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Sessions;

/// <summary>Browsers keep the refresh token where no script reads it (ASVS 3.3.2, 3.3.4) and no other site uses it (3.5.1).</summary>
public sealed class RefreshingByCookie(IdentityApp app)
{
    private const string Name = "onevone_refresh";

    [Fact]
    public async Task Login_and_registration_put_the_token_into_the_cookie_alone()
    {
        var name = IdentityApp.NewName();
        var registered = await app.First.Http().PostAsync(
            "/api/identity/register",
            new { username = name, email = $"{name}@example.org", password = IdentityApp.Password, refreshTokenIn = "cookie" });
        AssertHandedOver(registered, await registered.ShouldBeAsync(201));
        var loggedIn = await LogInAsync(name);
        AssertHandedOver(loggedIn, await loggedIn.ShouldBeAsync(200));
    }

    [Fact]
    public async Task Behind_TLS_the_cookie_is_for_TLS_alone()
    {
        var ann = await app.RegisterAsync();
        var client = app.First.Http();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var response = await client.PostAsync(
            "/api/identity/login", new { login = ann.Username, password = ann.Password, refreshTokenIn = "cookie" });
        // ASVS 3.3.1
        Assert.Contains("; secure", SetCookie(response), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_refresh_answers_the_way_the_token_came()
    {
        var ann = await app.RegisterAsync();
        var cookie = CookieOf(await LogInAsync(ann.Username));
        var response = await RefreshAsync(app.Second, cookie);
        AssertHandedOver(response, await response.ShouldBeAsync(200));
        Assert.NotEqual(cookie, CookieOf(response));
        await RefreshAsync(app.First, CookieOf(response)).ShouldBeAsync(200);

        // In the body both ways, though there is a cookie too.
        using var request = Request(app.First, cookie, Origin(app.First), JsonSerializer.Serialize(new { refreshToken = ann.RefreshToken }));
        using var inBody = await app.First.Http().SendAsync(request);
        Assert.Equal(JsonValueKind.String, (await inBody.ShouldBeAsync(200)).GetProperty("refreshToken").ValueKind);
        Assert.False(inBody.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_hundred_parallel_refreshes_over_two_replicas_all_leave_the_session_usable()
    {
        var ann = await app.RegisterAsync();
        var cookie = CookieOf(await LogInAsync(ann.Username));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RefreshAsync(app.Replicas[i % 2], cookie)));
        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        await Task.WhenAll(answers.Select((answer, i) => RefreshAsync(app.Replicas[i % 2], CookieOf(answer)).ShouldBeAsync(200)));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData(null)]
    public async Task A_page_of_another_origin_cannot_refresh(string? origin)
    {
        var ann = await app.RegisterAsync();
        var cookie = CookieOf(await LogInAsync(ann.Username));
        using var request = Request(app.First, cookie, origin, "{}");
        var refused = await app.First.Http().SendAsync(request);
        await refused.ShouldBeProblemAsync(403, "origin.not_allowed");
        Assert.False(refused.Headers.Contains("Set-Cookie"));
        // The attempt did not use the token up.
        await RefreshAsync(app.First, cookie).ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_cannot_refresh_as_what_a_page_may_send_unasked_is_no_JSON(string mediaType)
    {
        var ann = await app.RegisterAsync();
        var cookie = CookieOf(await LogInAsync(ann.Username));
        using var request = Request(app.First, cookie, Origin(app.First), "{}", mediaType);
        await app.First.Bearing(ann.AccessToken).SendAsync(request).ShouldBeProblemAsync(415, "request.unsupported_media_type");
    }

    [Fact]
    public async Task Without_a_token_in_body_or_cookie_the_answer_says_what_to_send() =>
        await app.First.Http().PostAsync("/api/identity/refresh", new { }).ShouldBeProblemAsync(400, "request.malformed");

    [Fact]
    public async Task The_cookie_opens_nothing_else()
    {
        var ann = await app.RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/identity/me")
        {
            Headers = { { "Cookie", $"{Name}={CookieOf(await LogInAsync(ann.Username))}" } },
        };
        await app.First.Http().SendAsync(request).ShouldBeProblemAsync(401, "auth.token_missing");
    }

    [Fact]
    public async Task Logging_out_removes_the_cookie_and_ends_its_session()
    {
        var ann = await app.RegisterAsync();
        var login = await LogInAsync(ann.Username);
        var (cookie, session) = (CookieOf(login), await login.ShouldBeAsync(200));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/identity/logout") { Headers = { { "Cookie", $"{Name}={cookie}" } } };
        using var response = await app.First.Bearing(session.GetProperty("accessToken").GetString()!).SendAsync(request);
        await response.ShouldBeAsync(204);
        Assert.StartsWith($"{Name}=; expires=Thu, 01 Jan 1970", SetCookie(response), StringComparison.Ordinal);
        Assert.Contains("path=/api/identity", SetCookie(response), StringComparison.Ordinal);
        await RefreshAsync(app.Second, cookie).ShouldBeProblemAsync(401, "refresh.invalid");
    }

    private static void AssertHandedOver(HttpResponseMessage response, JsonElement body)
    {
        Assert.False(body.TryGetProperty("refreshToken", out _), body.ToString());
        var attributes = SetCookie(response).Split("; ")[1..].Order(StringComparer.Ordinal);
        Assert.Equal(["httponly", "max-age=2592000", "path=/api/identity", "samesite=strict"], attributes);
    }

    private Task<HttpResponseMessage> LogInAsync(string login) =>
        app.First.Http().PostAsync("/api/identity/login", new { login, password = IdentityApp.Password, refreshTokenIn = "cookie" });

    private static async Task<HttpResponseMessage> RefreshAsync(ServiceHost<Program> replica, string cookie)
    {
        using var request = Request(replica, cookie, Origin(replica), "{}");
        return await replica.Http().SendAsync(request);
    }

    private static HttpRequestMessage Request(
        ServiceHost<Program> replica, string cookie, string? origin, string body, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replica.Address, "/api/identity/refresh"))
        {
            Headers = { { "Cookie", $"{Name}={cookie}" } },
            Content = new StringContent(body),
        };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return request;
    }

    private static string Origin(ServiceHost<Program> replica) => replica.Address.GetLeftPart(UriPartial.Authority);

    private static string SetCookie(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single();

    private static string CookieOf(HttpResponseMessage response) => SetCookie(response).Split(';')[0][(Name.Length + 1)..];
}

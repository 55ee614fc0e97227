using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using OneVOne.AppHost.Testing;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Security;

/// <summary>ASVS 7.4.1, 7.4.3: however a session ends, all its connections to all replicas of all services close within a second.</summary>
public sealed class EndingSessions(EndingSessions.RunningSystem running) : IClassFixture<EndingSessions.RunningSystem>
{
    private const string Password = "a long enough password";
    private static readonly string[] Services = ["chat", "presence", "notifications"];

    /// <summary>One for all of these: starting it takes longer than any of them.</summary>
    public sealed class RunningSystem : IAsyncLifetime
    {
        public OneVOneSystem OneVOne { get; private set; } = null!;

        public async ValueTask InitializeAsync() => OneVOne = await OneVOneSystem.StartAsync();

        public ValueTask DisposeAsync() => OneVOne.DisposeAsync();
    }

    [Theory]
    [InlineData("logout", "logged_out")]
    [InlineData("revoke", "revoked")]
    [InlineData("revoke-others", "revoked")]
    [InlineData("password", "password_changed")]
    [InlineData("deletion", "account_deleted")]
    public async Task Every_connection_on_every_replica_closes_within_a_second(string way, string reason)
    {
        // Once unmeasured: the first of everything in ten fresh processes is the compiler's time.
        await EndAndWaitAsync(way, reason);
        var took = await EndAndWaitAsync(way, reason);
        Assert.True(took < TimeSpan.FromSeconds(1), $"{way}: {took}");
    }

    [Fact]
    public async Task The_address_of_a_session_is_the_clients_own_whatever_it_claims()
    {
        // ASVS 4.1.3
        var ann = await RegisterAsync();
        using var client = new HttpClient { BaseAddress = running.OneVOne.GatewayUrl };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "6.6.6.6");
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        client.DefaultRequestHeaders.Add("X-Real-IP", "6.6.6.6");
        client.DefaultRequestHeaders.Add("Forwarded", "for=6.6.6.6");
        await client.PostAsync("/api/identity/login", new { login = ann.Username, password = Password }).ShouldBeAsync(200);
        using var http = Client(ann);
        var sessions = await http.GetAsync("/api/identity/sessions").ShouldBeAsync(200);
        Assert.All(sessions.GetProperty("items").EnumerateArray(), item => Assert.Equal("127.0.0.1", item.GetProperty("address").GetString()));
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    public async Task A_browser_refreshes_by_its_cookie_through_the_gateway_and_a_page_of_elsewhere_does_not(string? foreign, int status)
    {
        // ASVS 3.5.1
        var ann = await RegisterAsync();
        using var client = new HttpClient { BaseAddress = running.OneVOne.GatewayUrl };
        using var login = await client.PostAsync(
            "/api/identity/login", new { login = ann.Username, password = Password, refreshTokenIn = "cookie" });
        await login.ShouldBeAsync(200);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/identity/refresh")
        {
            Headers =
            {
                { "Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0] },
                { "Origin", foreign ?? running.OneVOne.GatewayUrl.GetLeftPart(UriPartial.Authority) },
                // What the page would like this host to be.
                { "X-Forwarded-Host", "evil.example" },
            },
            Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
        };
        await client.SendAsync(request, TestContext.Current.CancellationToken).ShouldBeAsync(status);
    }

    [Theory]
    [InlineData("/internal/ended-sessions")]
    [InlineData("/internal/keys/rotate")]
    [InlineData("/api/identity/../../internal/ended-sessions")]
    [InlineData("/api/identity/%2e%2e/%2e%2e/internal/ended-sessions")]
    public async Task What_services_ask_each_other_is_not_reached_through_the_gateway(string path)
    {
        using var client = new HttpClient { BaseAddress = running.OneVOne.GatewayUrl };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode is 400 or 404, $"{path}: {(int)response.StatusCode}");
    }

    [Fact]
    public async Task No_token_is_in_any_log()
    {
        // ASVS 16.2.5
        var ann = await LogInAsync(await RegisterAsync());
        foreach (var hub in Services)
        {
            await using var connection = await HubClient.ConnectAsync(running.OneVOne.GatewayUrl, $"/hubs/{hub}", ann.Token);
            await Assert.ThrowsAnyAsync<Exception>(() => HubClient.ConnectAsync(running.OneVOne.GatewayUrl, $"/hubs/{hub}", $"{ann.Token}x"));
        }

        foreach (var resource in Services.Concat(["identity", "friends", "gateway", "redis", "rabbitmq", "postgres"]))
        {
            for (var replica = 0; replica < running.OneVOne.Replicas(resource); replica++)
            {
                var log = string.Join('\n', running.OneVOne.Logs(resource, replica));
                Assert.DoesNotContain(ann.Token.Split('.')[1][..24], log, StringComparison.Ordinal);
                Assert.DoesNotContain(ann.RefreshToken[..24], log, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>How long after the answer the last of the session's connections was closed.</summary>
    private async Task<TimeSpan> EndAndWaitAsync(string way, string reason)
    {
        var ann = await RegisterAsync();
        var lost = await LogInAsync(ann);
        var connections = await ConnectToAllAsync(lost);
        await using var mine = await HubClient.ConnectAsync(running.OneVOne.Endpoint("chat", 0), "/hubs/chat", ann.Token);
        await mine.CallAsync("Sync", new { heads = new Dictionary<Guid, long>() });

        using (var answer = await EndAsync(way, ann, lost))
        {
            Assert.True(answer.IsSuccessStatusCode, $"{way}: {await answer.Content.ReadAsStringAsync()}");
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(connections.Select(connection => connection.Closed))
            .WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        var took = watch.Elapsed;
        foreach (var connection in connections)
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(connection.CloseRecord!.Value.GetProperty("error").GetString()!);
            Assert.Equal(("session.ended", reason), (problem.GetProperty("code").GetString(), problem.GetProperty("reason").GetString()));
            await connection.DisposeAsync();
        }

        foreach (var service in Services)
        {
            using var http = Client(lost, service);
            var path = service switch
            {
                "chat" => "/api/chat/conversations",
                "presence" => "/api/presence/summary",
                _ => "/api/notifications/badge",
            };
            await http.GetAsync(path).ShouldBeProblemAsync(401, "auth.session_ended");
        }

        if (way == "deletion")
        {
            await mine.Closed.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        }
        else
        {
            await mine.CallAsync("Sync", new { heads = new Dictionary<Guid, long>() });
        }

        return took;
    }

    private Task<HttpResponseMessage> EndAsync(string way, Session mine, Session lost) => way switch
    {
        "logout" => Client(lost).PostAsync("/api/identity/logout"),
        "revoke" => Client(mine).DeleteAsync(new Uri($"/api/identity/sessions/{lost.Id}", UriKind.Relative)),
        "password" => Client(mine).PostAsync(
            "/api/identity/password/change", new { currentPassword = Password, newPassword = $"another {Password}" }),
        "deletion" => Client(mine).DeleteAsync(new Uri("/api/identity/me", UriKind.Relative)),
        _ => Client(mine).DeleteAsync(new Uri("/api/identity/sessions", UriKind.Relative)),
    };

    private async Task<IReadOnlyList<HubClient>> ConnectToAllAsync(Session session)
    {
        var connections = new List<HubClient>();
        foreach (var service in Services)
        {
            for (var replica = 0; replica < running.OneVOne.Replicas(service); replica++)
            {
                connections.Add(await HubClient.ConnectAsync(running.OneVOne.Endpoint(service, replica), $"/hubs/{service}", session.Token));
            }
        }

        Assert.Equal(6, connections.Count);
        return connections;
    }

    private async Task<Session> RegisterAsync()
    {
        var username = $"ann_{Guid.NewGuid().ToString("N")[..8]}";
        using var client = new HttpClient { BaseAddress = running.OneVOne.GatewayUrl };
        return new Session(username, await client
            .PostAsync("/api/identity/register", new { username, email = $"{username}@example.org", password = Password }).ShouldBeAsync(201));
    }

    private async Task<Session> LogInAsync(Session other)
    {
        using var client = new HttpClient { BaseAddress = running.OneVOne.GatewayUrl };
        return new Session(other.Username, await client
            .PostAsync("/api/identity/login", new { login = other.Username, password = Password }).ShouldBeAsync(200));
    }

    /// <summary>Through the gateway, or to one service.</summary>
    private HttpClient Client(Session session, string? service = null) => new()
    {
        BaseAddress = service is null ? running.OneVOne.GatewayUrl : running.OneVOne.Endpoint(service, 1),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", session.Token) },
    };

    private sealed record Session(string Username, JsonElement Body)
    {
        public string Token => Body.GetProperty("accessToken").GetString()!;

        public string RefreshToken => Body.GetProperty("refreshToken").GetString()!;

        public Guid Id => JsonSerializer.Deserialize<JsonElement>(
            System.Buffers.Text.Base64Url.DecodeFromChars(Token.Split('.')[1])).GetProperty("sid").GetGuid();
    }
}

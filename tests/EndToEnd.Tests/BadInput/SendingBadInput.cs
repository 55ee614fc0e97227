using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OneVOne.AppHost.Testing;
using OneVOne.EndToEnd.Tests.People;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.BadInput;

/// <summary>
/// Everything that is wrong, sent to every route of every service through the gateway: a 4xx problem with a code, never a
/// 5xx. The routes come from the services' OpenAPI documents.
/// </summary>
public sealed class SendingBadInput(SendingBadInput.Fixture fixture) : IClassFixture<SendingBadInput.Fixture>
{
    public static TheoryData<string> BadBodies =>
        ["", "{", "null", "[]", "5", "\"text\"", "{\"a\":", "\u0000", "{}}", "{\"value\":\"\\ud800\"}", new string('[', 5000)];

    [Fact]
    public async Task Every_route_asks_for_a_token()
    {
        Assert.True(fixture.Routes.Count > 25, $"Only {fixture.Routes.Count} routes are described.");
        foreach (var route in fixture.Routes.Where(route => !route.IsOpen))
        {
            await RefusedAsync(route, fixture.Anonymous, route.Request(route.With(Guid.NewGuid().ToString())), 401);
        }
    }

    [Fact]
    public async Task Every_route_refuses_every_kind_of_false_token()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = JsonSerializer.Deserialize<JsonElement>(Decode(fixture.Ann.Token.Split('.')[0])).GetProperty("kid").GetString()!;
        var none = TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, keyId, foreign);
        none.Header["alg"] = "none";
        none.Sign = _ => [];
        var hmac = TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, keyId, foreign);
        hmac.Header["alg"] = "HS256";
        hmac.Sign = data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(keyId), data);
        var issuer = TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, keyId, foreign);
        issuer.Claims["iss"] = "https://elsewhere.example";
        var expired = TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, keyId, foreign);
        expired.Claims["exp"] = 1;
        string[] tokens =
        [
            "x", none.Write(), hmac.Write(), issuer.Write(), expired.Write(),
            TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, keyId, foreign).Write(),
            TokenDraft.For(fixture.Ann.Id, fixture.Ann.Username, "another-key", foreign).Write(),
            fixture.Ann.Token[..^4] + "AAAA",
        ];
        foreach (var route in fixture.Routes.Where(route => !route.IsOpen))
        {
            foreach (var token in tokens)
            {
                var request = route.Request(route.With(Guid.NewGuid().ToString()));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                await RefusedAsync(route, fixture.Anonymous, request, 401);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task No_route_fails_at_a_body_that_is_not_its_own(string body)
    {
        var isObject = body.StartsWith("{\"value\"", StringComparison.Ordinal);
        foreach (var route in fixture.Routes.Where(route => route.Body is not null && !(isObject && route.TakesAnyObject)))
        {
            var request = route.Request(route.With(Guid.NewGuid().ToString()), Json(body));
            await RefusedAsync(route, fixture.Ann.Http, request);
        }
    }

    [Fact]
    public async Task No_route_fails_at_members_of_a_wrong_type_or_size()
    {
        var makers = new Dictionary<string, Func<string, object?>>
        {
            ["null"] = _ => null,
            ["numbers"] = type => type is "integer" or "number" ? "text" : 5,
            ["objects"] = _ => new { a = 1 },
            ["arrays"] = _ => new[] { 1, 2 },
            ["empty"] = type => type == "string" ? "" : -1,
            ["blank"] = type => type == "string" ? " \t\n" : long.MaxValue,
            ["over-long"] = type => type == "string" ? new string('x', 100_000) : long.MinValue,
            ["nul"] = type => type == "string" ? "a\0b" : 1.5,
            ["html"] = type => type == "string" ? "<script>alert(1)</script>" : true,
        };
        foreach (var route in fixture.Routes.Where(route => route.Body is not null))
        {
            foreach (var make in makers.Values)
            {
                var request = route.Request(route.With(Guid.NewGuid().ToString()), Json(route.BodyOf(make)));
                await NotFailedAsync(route, fixture.Ann.Http, request);
            }
        }
    }

    [Theory]
    [InlineData("not-a-guid")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("-1")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("99999999999999999999999999")]
    public async Task No_route_fails_at_an_unknown_or_strange_id(string id)
    {
        foreach (var route in fixture.Routes.Where(route => route.Path.Contains('{', StringComparison.Ordinal)))
        {
            await NotFailedAsync(route, fixture.Ann.Http, route.Request(route.With(id), route.Body is null ? null : Json("{}")));
        }
    }

    [Fact]
    public async Task A_path_that_is_no_path_is_refused_before_any_route()
    {
        // The web server itself refuses such a request line, so there is no problem to read.
        using var response = await fixture.Ann.Http.GetAsync("/api/identity/users/%00");
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999")]
    [InlineData("%00")]
    [InlineData("%ff%fe")]
    [InlineData("'; DROP TABLE users; --")]
    [InlineData("%25%25%25")]
    [InlineData("AAAA")]
    public async Task No_route_fails_at_strange_query_values(string value)
    {
        foreach (var route in fixture.Routes.Where(route => route.Method == "get"))
        {
            foreach (var query in route.Queries)
            {
                var path = $"{route.With(fixture.Conversation.ToString())}?{query}={value}";
                await NotFailedAsync(route, fixture.Ann.Http, route.Request(path));
            }
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused_everywhere()
    {
        var body = new byte[10 * 1024 * 1024];
        Array.Fill(body, (byte)' ');
        foreach (var route in fixture.Routes.Where(route => route.Body is not null))
        {
            var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            await RefusedAsync(route, fixture.Ann.Http, route.Request(route.With(Guid.NewGuid().ToString()), content), 413);
        }
    }

    [Fact]
    public async Task What_belongs_to_others_is_not_there()
    {
        var (ann, carol) = (fixture.Ann, fixture.Carol);
        var conversation = $"/api/chat/conversations/{fixture.Conversation}";
        await carol.Http.GetAsync(conversation).ShouldBeProblemAsync(404, "conversation.not_found");
        await carol.Http.GetAsync($"{conversation}/messages").ShouldBeProblemAsync(404, "conversation.not_found");
        await carol.Http.GetAsync($"{conversation}/events?after=0").ShouldBeProblemAsync(404, "conversation.not_found");
        await carol.Http.PutAsync($"{conversation}/read", new { seq = 1 }).ShouldBeProblemAsync(404, "conversation.not_found");
        await carol.Http.PostAsync($"{conversation}/messages", new { clientMessageId = Guid.NewGuid(), body = "hi" })
            .ShouldBeProblemAsync(404, "conversation.not_found");
        await carol.Http.PutAsync($"/api/chat/direct/{ann.Id}").ShouldBeProblemAsync(403, "direct.not_allowed");

        var request = await ann.Http.PostAsync("/api/friends/requests", new { userId = carol.Id }).ShouldBeAsync(201);
        var id = request.GetProperty("id").GetGuid();
        await fixture.Bob.Http.PostAsync($"/api/friends/requests/{id}/accept").ShouldBeProblemAsync(404, "friend_request.not_found");
        await ann.Http.PostAsync($"/api/friends/requests/{id}/accept").ShouldBeProblemAsync(404, "friend_request.not_found");
        await fixture.Bob.Http.DeleteAsync($"/api/friends/requests/{id}").ShouldBeProblemAsync(404, "friend_request.not_found");

        var notification = await Eventually.GetAsync("carol is told", async () =>
        {
            var page = await carol.Http.GetAsync("/api/notifications").ShouldBeAsync(200);
            return page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).FirstOrDefault();
        });
        await ann.Http.PutAsync($"/api/notifications/{notification}/read").ShouldBeProblemAsync(404, "notification.not_found");
    }

    [Theory]
    [InlineData("/hubs/chat", "Send,Sync,MarkRead,View,Typing")]
    [InlineData("/hubs/presence", "Watch,SetActivity")]
    [InlineData("/hubs/notifications", "")]
    public async Task A_hub_answers_every_bad_call_with_a_problem_and_stays_open(string path, string methods)
    {
        await using var hub = await fixture.Ann.ConnectAsync(path);
        var stranger = Guid.NewGuid();
        object?[][] arguments =
        [
            [], [null], [5], ["text"], [new { }], [new { }, new { }], [new[] { 1 }],
            [new { conversationId = "x", clientMessageId = "y", body = 5, heads = "z", seq = "a", userIds = 3, activity = 9 }],
            [new { conversationId = stranger, clientMessageId = Guid.NewGuid(), body = "hi", heads = new { x = 1 }, seq = -1,
                userIds = new[] { "x" }, activity = "dancing" }],
            [new { conversationId = fixture.Conversation, clientMessageId = Guid.NewGuid(), body = "", seq = long.MaxValue,
                heads = (object?)null, userIds = (object?)null, activity = "" }],
            [new { conversationId = fixture.Conversation, clientMessageId = Guid.NewGuid(), body = new string('x', 2001) }],
            [new { conversationId = fixture.Conversation, clientMessageId = Guid.NewGuid(), body = "a\0b" }],
        ];
        await hub.ShouldRefuseAsync(404, "hub.unknown_method", "DropTables", new { });
        foreach (var method in methods.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var argument in arguments)
            {
                try
                {
                    await hub.CallAsync(method, argument);
                }
                catch (HubProblemException refusal)
                {
                    Assert.InRange(refusal.Status, 400, 499);
                    Assert.NotEmpty(refusal.Code);
                }
            }
        }

        await hub.ShouldRefuseAsync(404, "hub.unknown_method", "StillOpen", new { });
    }

    private static async Task RefusedAsync(Route route, HttpClient http, HttpRequestMessage request, int? status = null)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            Assert.True(
                (int)response.StatusCode is >= 400 and < 500 && (status is null || status == (int)response.StatusCode),
                $"{route} {request.RequestUri} gave {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            await ShouldBeProblemAsync(route, response);
        }
    }

    private static async Task NotFailedAsync(Route route, HttpClient http, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await http.SendAsync(request);
            Assert.True(
                (int)response.StatusCode < 500,
                $"{route} {request.RequestUri} gave {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            if ((int)response.StatusCode >= 400)
            {
                await ShouldBeProblemAsync(route, response);
            }
        }
    }

    private static async Task ShouldBeProblemAsync(Route route, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(
            response.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{route} gave {(int)response.StatusCode} that is no problem: {body}");
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.NotEmpty(problem.GetProperty("code").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
    }

    private static ByteArrayContent Json(string body) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };

    private static string Decode(string part) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part));

    public sealed class Fixture : IAsyncLifetime
    {
        private OneVOneSystem system = null!;

        public HttpClient Anonymous { get; private set; } = null!;

        public Person Ann { get; private set; } = null!;

        public Person Bob { get; private set; } = null!;

        public Person Carol { get; private set; } = null!;

        public Guid Conversation { get; private set; }

        public IReadOnlyList<Route> Routes { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            system = await OneVOneSystem.StartAsync();
            Anonymous = new HttpClient { BaseAddress = system.GatewayUrl };
            Ann = await Person.RegisterAsync(system.GatewayUrl, "ann");
            Bob = await Person.RegisterAsync(system.GatewayUrl, "bob");
            Carol = await Person.RegisterAsync(system.GatewayUrl, "carol");
            await Ann.BefriendAsync(Bob);
            Conversation = await Ann.OpenDirectAsync(Bob);
            // Not part of the sweep: it would log Ann out before the rest of it.
            Routes = [.. (await Route.ReadAllAsync(Anonymous)).Where(route => route.Path != "/api/identity/logout")];
        }

        public async ValueTask DisposeAsync()
        {
            await Ann.DisposeAsync();
            await Bob.DisposeAsync();
            await Carol.DisposeAsync();
            Anonymous.Dispose();
            await system.DisposeAsync();
        }
    }
}

using System.Net.Http.Headers;
using System.Text;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests;

public sealed class RefusingBadInput(FriendsApp app)
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "/api/friends" },
        { "GET", $"/api/friends/{Guid.NewGuid()}" },
        { "DELETE", $"/api/friends/{Guid.NewGuid()}" },
        { "GET", "/api/friends/requests" },
        { "POST", "/api/friends/requests" },
        { "POST", $"/api/friends/requests/{Guid.NewGuid()}/accept" },
        { "POST", $"/api/friends/requests/{Guid.NewGuid()}/decline" },
        { "DELETE", $"/api/friends/requests/{Guid.NewGuid()}" },
        { "GET", $"/api/friends/{Guid.NewGuid()}/mutual" },
        { "GET", "/api/friends/suggestions" },
        { "DELETE", $"/api/friends/suggestions/{Guid.NewGuid()}" },
        { "GET", "/api/friends/blocks" },
        { "PUT", $"/api/friends/blocks/{Guid.NewGuid()}" },
        { "DELETE", $"/api/friends/blocks/{Guid.NewGuid()}" },
        { "GET", "/api/friends/privacy" },
        { "PUT", "/api/friends/privacy" },
    };

    [Theory]
    [InlineData("", "request.malformed")]
    [InlineData("{", "request.malformed")]
    [InlineData("null", "request.malformed")]
    [InlineData("[]", "request.malformed")]
    [InlineData("\"bob\"", "request.malformed")]
    [InlineData("""{"userId":"bob"}""", "request.malformed")]
    [InlineData("""{"userId":5}""", "request.malformed")]
    [InlineData("""{"username":5}""", "request.malformed")]
    [InlineData("""{"username":["bob"]}""", "request.malformed")]
    [InlineData("""{"username":"b\u0000b"}""", "request.malformed")]
    [InlineData("""{"username":"\ud800"}""", "request.malformed")]
    [InlineData("{}", "request.invalid")]
    [InlineData("""{"name":"bob"}""", "request.invalid")]
    [InlineData("""{"username":null,"userId":null}""", "request.invalid")]
    [InlineData("""{"username":""}""", "request.invalid")]
    [InlineData("""{"username":"bob","userId":"00000000-0000-7000-8000-000000000001"}""", "request.invalid")]
    [InlineData("""{"username":"a12345678901234567890"}""", "request.invalid")]
    [InlineData("""{"username":"bob","note":5}""", "request.malformed")]
    [InlineData("""{"username":"bob","note":"\u0000"}""", "request.malformed")]
    public async Task A_body_that_names_nobody_is_refused(string body, string code) =>
        await PostAsync(body).ShouldBeProblemAsync(400, code);

    [Fact]
    public async Task A_long_name_and_a_large_body_are_refused()
    {
        var problem = await PostAsync($$"""{"username":"{{new string('x', 100_000)}}"}""")
            .ShouldBeProblemAsync(400, "request.invalid");
        Assert.Equal(1, problem.GetProperty("errors").GetProperty("username").GetArrayLength());
        await PostAsync($$"""{"username":"{{new string('x', 10_000_000)}}"}""")
            .ShouldBeProblemAsync(413, "request.too_large");
    }

    [Fact]
    public async Task Another_media_type_is_refused() =>
        await PostAsync("username=bob", "application/x-www-form-urlencoded")
            .ShouldBeProblemAsync(415, "request.unsupported_media_type");

    [Theory]
    [InlineData("POST", "/api/friends/requests/bob/accept")]
    [InlineData("POST", "/api/friends/requests/1/decline")]
    [InlineData("DELETE", "/api/friends/requests/0x1")]
    [InlineData("DELETE", "/api/friends/bob")]
    [InlineData("GET", "/api/friends/bob")]
    [InlineData("GET", "/api/friends/bob/mutual")]
    [InlineData("PUT", "/api/friends/blocks/bob")]
    [InlineData("DELETE", "/api/friends/suggestions/bob")]
    public async Task An_id_that_is_none_leads_nowhere(string method, string path) =>
        await Ann.CallAsync(new HttpMethod(method), path).ShouldBeProblemAsync(404, "route.not_found");

    [Theory]
    [InlineData("POST", "/api/friends/requests/{0}/accept", "friend_request.not_found")]
    [InlineData("POST", "/api/friends/requests/{0}/decline", "friend_request.not_found")]
    [InlineData("DELETE", "/api/friends/requests/{0}", "friend_request.not_found")]
    [InlineData("DELETE", "/api/friends/{0}", "friendship.not_found")]
    [InlineData("PUT", "/api/friends/blocks/{0}", "user.not_found")]
    public async Task An_unknown_id_is_not_found(string method, string path, string code)
    {
        foreach (var id in new[] { Guid.NewGuid(), Guid.Empty, Guid.AllBitsSet })
        {
            await Ann.CallAsync(new HttpMethod(method), string.Format(null, path, id)).ShouldBeProblemAsync(404, code);
        }
    }

    [Theory]
    [InlineData("direction=both", "request.invalid")]
    [InlineData("direction=", "request.invalid")]
    [InlineData("direction=INCOMING", "request.invalid")]
    [InlineData("direction=incoming&direction=outgoing", "request.invalid")]
    [InlineData("limit=0", "paging.limit_invalid")]
    [InlineData("limit=101", "paging.limit_invalid")]
    [InlineData("limit=1e1", "paging.limit_invalid")]
    [InlineData("cursor=!!", "paging.cursor_invalid")]
    [InlineData("cursor=YWJj", "paging.cursor_invalid")]
    public async Task A_list_that_cannot_be_is_refused(string query, string code)
    {
        await Ann.GetAsync($"/api/friends/requests?{query}").ShouldBeProblemAsync(400, code);
        if (!query.StartsWith("direction", StringComparison.Ordinal))
        {
            foreach (var list in new[] { "", "/blocks", "/suggestions", $"/{Guid.NewGuid()}/mutual" })
            {
                await Ann.GetAsync($"/api/friends{list}?{query}").ShouldBeProblemAsync(400, code);
            }

            await Ann.GetAsync($"/api/friends?order=name&{query}").ShouldBeProblemAsync(400, code);
        }
    }

    [Theory]
    [InlineData("order=since,name", "request.invalid")]
    [InlineData("order=", "request.invalid")]
    [InlineData("query=123456789012345678901234567890123456789012345678901", "request.invalid")]
    [InlineData("query=%00", "request.malformed")]
    [InlineData("order=name&query=%00", "request.malformed")]
    public async Task A_search_that_cannot_be_is_refused(string query, string code) =>
        await Ann.GetAsync($"/api/friends?{query}").ShouldBeProblemAsync(400, code);

    [Fact]
    public async Task A_cursor_of_another_list_is_refused_or_reads_a_page()
    {
        string[] cursors =
        [
            ServiceDefaults.Paging.Cursor.Write("x"),
            ServiceDefaults.Paging.Cursor.Write("name", Guid.Empty.ToString("N")),
            ServiceDefaults.Paging.Cursor.Write(long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture), "x"),
            ServiceDefaults.Paging.Cursor.Write(DateTimeOffset.UtcNow, Guid.NewGuid()),
        ];
        foreach (var path in new[] { "?", "?order=name&", "/blocks?", "/requests?", "/suggestions?", $"/{Guid.NewGuid()}/mutual?" })
        {
            foreach (var cursor in cursors)
            {
                using var answer = await Ann.GetAsync($"/api/friends{path}cursor={cursor}");
                Assert.True((int)answer.StatusCode is 200 or 400, $"{path} gave {answer.StatusCode} for {cursor}.");
            }
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"friendRequests":"everyone"}""")]
    [InlineData("""{"friendRequests":"some","directMessages":"friends","groupInvites":"friends","gameInvites":"friends","presence":"friends"}""")]
    [InlineData("""{"friendRequests":1,"directMessages":"friends","groupInvites":"friends","gameInvites":"friends","presence":"friends"}""")]
    [InlineData("""{"friendRequests":null,"directMessages":"friends","groupInvites":"friends","gameInvites":"friends","presence":"friends"}""")]
    public async Task Settings_that_cannot_be_are_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await Ann.CallAsync(HttpMethod.Put, "/api/friends/privacy", content).ShouldBeProblemAsync(400, "request.malformed");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3155378975999999999)]
    public async Task A_cursor_from_the_ends_of_time_reads_a_page(long ticks)
    {
        var cursor = ServiceDefaults.Paging.Cursor.Write(new DateTimeOffset(ticks, TimeSpan.Zero), Guid.Empty);
        await Ann.GetAsync($"/api/friends?cursor={cursor}").ShouldBeAsync(200);
        await Ann.GetAsync($"/api/friends/requests?cursor={cursor}").ShouldBeAsync(200);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Nothing_answers_without_a_good_token(string method, string path)
    {
        await app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))
            .ShouldBeProblemAsync(401, "auth.token_missing");
        foreach (var (code, spoil) in Spoilers)
        {
            var draft = app.Identity.Draft(Guid.CreateVersion7(), "ann");
            spoil(draft);
            var spoiled = new Member(app, new TestUser(Guid.Empty, "ann", draft.Write()));
            await spoiled.CallAsync(new HttpMethod(method), path).ShouldBeProblemAsync(401, code);
        }
    }

    [Fact]
    public async Task A_method_that_nothing_answers_is_refused() =>
        await Ann.CallAsync(HttpMethod.Patch, "/api/friends/requests").ShouldBeProblemAsync(405, "route.method_not_allowed");

    private static (string, Action<TokenDraft>)[] Spoilers =>
    [
        ("auth.token_expired", draft => draft.Claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()),
        ("auth.token_invalid", draft => draft.Claims["iss"] = "another"),
        ("auth.token_invalid", draft => draft.Header["alg"] = "none"),
        ("auth.token_invalid", draft => draft.Sign = _ => new byte[64]),
    ];

    private Member Ann => app.Register("ann");

    private Task<HttpResponseMessage> PostAsync(string body, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Ann.CallAsync(HttpMethod.Post, "/api/friends/requests", content);
    }
}

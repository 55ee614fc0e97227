using System.Net.Http.Headers;
using System.Text;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Problems;

public sealed class RefusingBadRequests(Replicas replicas)
{
    private HttpClient Ann => replicas.First.Http(replicas.Identity.CreateUser("ann").Token);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":5}""")]
    [InlineData("""{"value":{}}""")]
    [InlineData("""{"value":"a\u0000b"}""")]
    [InlineData("""{"value":"\ud800"}""")]
    public async Task A_body_that_does_not_fit_is_malformed(string body) =>
        await PostAsync(body, "application/json").ShouldBeProblemAsync(400, "request.malformed");

    [Fact]
    public async Task Deep_nesting_is_malformed() =>
        await PostAsync("{\"value\":" + new string('[', 10_000), "application/json").ShouldBeProblemAsync(400, "request.malformed");

    [Fact]
    public async Task Another_media_type_is_refused() =>
        await PostAsync("value=1", "application/x-www-form-urlencoded").ShouldBeProblemAsync(415, "request.unsupported_media_type");

    [Fact]
    public async Task A_large_body_is_refused() =>
        await PostAsync($$"""{"value":"{{new string('x', 300_000)}}"}""", "application/json")
            .ShouldBeProblemAsync(413, "request.too_large");

    [Fact]
    public async Task Unknown_members_are_ignored() =>
        await PostAsync("""{"value":"a","later":1}""", "application/json").ShouldBeAsync(200);

    [Fact]
    public async Task The_api_document_tells_of_tokens_and_of_paging()
    {
        var document = await replicas.First.Http(null).GetAsync("/openapi/v1.json").ShouldBeAsync(200);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("accessToken")
            .GetProperty("scheme").GetString());
        var page = document.GetProperty("paths").GetProperty("/page").GetProperty("get");
        Assert.Equal(["cursor", "limit"], page.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal("accessToken", page.GetProperty("security")[0].EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem() =>
        await Ann.GetAsync("/nowhere").ShouldBeProblemAsync(404, "route.not_found");

    [Fact]
    public async Task A_method_that_the_route_does_not_answer_is_a_problem() =>
        await Ann.DeleteAsync("/echo").ShouldBeProblemAsync(405, "route.method_not_allowed");

    [Fact]
    public async Task A_fault_of_ours_tells_nothing_of_the_inside()
    {
        var problem = await Ann.PostAsync("/fail").ShouldBeProblemAsync(500, "internal");
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999")]
    public async Task A_limit_out_of_bounds_is_refused(string limit) =>
        await Ann.GetAsync($"/page?limit={limit}").ShouldBeProblemAsync(400, "paging.limit_invalid");

    [Theory]
    [InlineData("%00")]
    [InlineData("!!")]
    [InlineData("_w")]
    public async Task A_cursor_that_is_not_ours_is_refused(string cursor) =>
        await Ann.GetAsync($"/page?cursor={cursor}").ShouldBeProblemAsync(400, "paging.cursor_invalid");

    private Task<HttpResponseMessage> PostAsync(string body, string mediaType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Ann.PostAsync(new Uri("/echo", UriKind.Relative), content);
    }
}

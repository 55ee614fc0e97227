using System.Net;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.WebClient;

public sealed class ServingTheWebClient : IDisposable
{
    private const string Index = "<!doctype html><title>OneVOne</title>";
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onevone-web-");

    public ServingTheWebClient()
    {
        folder.CreateSubdirectory("assets");
        File.WriteAllText(Path.Combine(folder.FullName, "index.html"), Index);
        File.WriteAllText(Path.Combine(folder.FullName, "icon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        File.WriteAllText(Path.Combine(folder.FullName, "assets", "index-abc.js"), new string('x', 10_000));
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("/")]
    [InlineData("/friends")]
    [InlineData("/chat/0198-abc?x=1")]
    [InlineData("/people/ann.b")]
    public async Task Any_page_address_gives_the_client_which_is_asked_for_anew_each_time(string address)
    {
        await using var gateway = Start();

        using var response = await OpenAsync(gateway, address);

        Assert.Equal(Index, await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_ever_and_others_are_not()
    {
        await using var gateway = Start();

        using var hashed = await gateway.Http.GetAsync("/assets/index-abc.js", Cancelled);
        using var icon = await gateway.Http.GetAsync("/icon.svg", Cancelled);

        Assert.Equal("public, max-age=31536000, immutable", hashed.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("text/javascript", hashed.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", icon.Headers.CacheControl?.ToString());
        Assert.Equal("image/svg+xml", icon.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Files_are_compressed()
    {
        await using var gateway = Start();
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None };
        using var http = new HttpClient(handler) { BaseAddress = gateway.Address };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        using var response = await http.GetAsync("/assets/index-abc.js", Cancelled);

        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        Assert.True((await response.Content.ReadAsByteArrayAsync(Cancelled)).Length < 1000);
    }

    [Theory]
    [InlineData("/assets/gone-123.js")]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    public async Task A_file_that_is_not_there_is_not_the_client(string address)
    {
        await using var gateway = Start();

        await gateway.Http.GetAsync(address, Cancelled).ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task Nothing_can_be_posted_to_a_page()
    {
        await using var gateway = Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/friends")
        {
            Headers = { { "Accept", "text/html" } },
        };

        await gateway.Http.SendAsync(request, Cancelled).ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task Without_a_built_client_a_page_says_how_to_build_it()
    {
        await using var gateway = GatewayApp.Start(
            Array.Empty<Uri>(), "chat", ("WebRoot", Path.Combine(folder.FullName, "nothing")));

        using var response = await OpenAsync(gateway, "/");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("./onevone up", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        await gateway.Http.GetAsync("/assets/app.js", Cancelled).ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task The_front_door_opens_for_whoever_does_not_ask_for_html()
    {
        await using var gateway = Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "*/*" } } };

        using var response = await gateway.Http.SendAsync(request, Cancelled);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_docs_show_every_service()
    {
        await using var gateway = Start();

        Assert.Contains("swagger-ui", await gateway.Http.GetStringAsync("/docs", Cancelled), StringComparison.Ordinal);
        var settings = await gateway.Http.GetStringAsync("/docs/index.js", Cancelled);
        Assert.All(
            (string[])["identity", "friends", "chat", "presence", "notifications"],
            service => Assert.Contains($"/openapi/{service}.json", settings, StringComparison.Ordinal));
    }

    private GatewayApp Start() => GatewayApp.Start(Array.Empty<Uri>(), "chat", ("WebRoot", folder.FullName));

    private static Task<HttpResponseMessage> OpenAsync(GatewayApp gateway, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return gateway.Http.SendAsync(request, Cancelled);
    }
}

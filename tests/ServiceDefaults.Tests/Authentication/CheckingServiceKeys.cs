using Microsoft.Extensions.Configuration;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Authentication;

/// <summary>What only the services of the deployment may ask of each other.</summary>
public sealed class CheckingServiceKeys(Replicas replicas)
{
    // The query is wrong: who gets in is told so, and who does not learns nothing of it.
    private const string Path = "/internal/page?limit=0";

    [Fact]
    public async Task A_service_that_sends_the_key_gets_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.AddServiceKey(Configuration(ServiceSettings.ServiceKey));
        await replicas.First.Http(null).SendAsync(request).ShouldBeProblemAsync(400, "paging.limit_invalid");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(ServiceSettings.ServiceKey + "x")]
    [InlineData("THE-KEY-OF-THE-SERVICES-UNDER-TEST")]
    public async Task Another_key_or_none_is_refused(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(ServiceKey.Header, key);
        }

        await replicas.First.Http(null).SendAsync(request).ShouldBeProblemAsync(401, "service.key_invalid");
    }

    [Fact]
    public async Task The_key_twice_is_no_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Add(ServiceKey.Header, [ServiceSettings.ServiceKey, ServiceSettings.ServiceKey]);
        await replicas.First.Http(null).SendAsync(request).ShouldBeProblemAsync(401, "service.key_invalid");
    }

    [Fact]
    public async Task A_person_does_not_get_in() =>
        await replicas.First.Http(replicas.Identity.CreateUser("ann").Token).GetAsync(Path)
            .ShouldBeProblemAsync(401, "service.key_invalid");

    [Fact]
    public async Task The_key_is_not_an_access_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.AddServiceKey(Configuration(ServiceSettings.ServiceKey));
        await replicas.First.Http(null).SendAsync(request).ShouldBeProblemAsync(401, "auth.token_missing");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Where_no_key_is_configured_nobody_gets_in_and_nobody_asks(string? configured)
    {
        var settings = replicas.Settings.Copy().With("Services:Key", configured ?? "");
        await using var replica = await SampleApp.StartAsync(settings);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        Assert.Throws<InvalidOperationException>(() => request.AddServiceKey(Configuration(configured)));
        request.Headers.TryAddWithoutValidation(ServiceKey.Header, "");
        await replica.Http(null).SendAsync(request).ShouldBeProblemAsync(401, "service.key_invalid");
    }

    private static IConfiguration Configuration(string? key) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Services:Key", key)]).Build();
}

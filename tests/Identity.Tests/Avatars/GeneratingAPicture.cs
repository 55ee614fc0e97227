using System.Net.Http.Json;
using System.Xml.Linq;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Avatars;

public sealed class GeneratingAPicture(IdentityApp app)
{
    [Fact]
    public async Task It_shows_the_initial_and_is_the_same_on_every_replica()
    {
        var ann = await app.RegisterAsync();
        await ann.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = "… élan" })).ShouldBeAsync(200);
        var (first, second) = (await GetAsync(app.First, ann.Id), await GetAsync(app.Second, ann.Id));
        Assert.Equal(first, second);
        Assert.Equal("É", XDocument.Parse(first).Root!.Value);
    }

    [Fact]
    public async Task It_can_be_kept_and_asked_for_again_cheaply_and_runs_nothing()
    {
        var ann = await app.RegisterAsync();
        var path = $"/api/identity/avatars/default/{ann.Id}";
        using var served = await app.First.Http().GetAsync(path);
        Assert.Equal("public, max-age=3600", served.Headers.CacheControl!.ToString());
        Assert.Equal("image/svg+xml", served.Content.Headers.ContentType!.MediaType);
        Assert.Equal("default-src 'none'; sandbox", served.Headers.GetValues("Content-Security-Policy").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { served.Headers.ETag! } } };
        Assert.Equal(304, (int)(await app.First.Http().SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("<&\"'>", "")]
    [InlineData("🦊", "")]
    [InlineData("🦊 7th", "7")]
    [InlineData("𝔄rd", "𝔄")]
    public async Task A_name_without_a_letter_first_breaks_nothing(string name, string initial)
    {
        var ann = await app.RegisterAsync();
        await ann.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = name })).ShouldBeAsync(200);
        Assert.Equal(initial, XDocument.Parse(await GetAsync(app.First, ann.Id)).Root!.Value);
    }

    [Fact]
    public async Task Nobody_has_one_without_a_letter_so_that_it_does_not_tell_who_exists() =>
        Assert.Equal("", XDocument.Parse(await GetAsync(app.First, Guid.NewGuid())).Root!.Value);

    [Fact]
    public void White_can_be_read_on_every_hue() =>
        Assert.All(Enumerable.Range(0, 360), hue => Assert.True(ContrastWithWhite(hue, 0.5, 0.3) >= 4.5, $"{hue}"));

    private static Task<string> GetAsync(ServiceHost<Program> replica, Guid userId) =>
        replica.Http().GetStringAsync($"/api/identity/avatars/default/{userId}");

    /// <summary>Of a colour as CSS computes it (CSS Color 4, 7.1; WCAG 2.2, relative luminance).</summary>
    private static double ContrastWithWhite(double hue, double saturation, double lightness)
    {
        double Channel(double n)
        {
            var k = (n + (hue / 30)) % 12;
            var value = lightness - (saturation * Math.Min(lightness, 1 - lightness) * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)));
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return 1.05 / (0.05 + (0.2126 * Channel(0)) + (0.7152 * Channel(8)) + (0.0722 * Channel(4)));
    }
}

using System.Net.Http.Json;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Profile;

public sealed class ChangingAProfile(IdentityApp app)
{
    [Fact]
    public async Task A_change_is_seen_by_all_and_told_to_the_services_within_a_second()
    {
        await using var hearing = await Listening.StartAsync<ProfileChanged>();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var own = await Patch(ann, new { displayName = "  Ann of Ard 👩‍👩‍👧 ", bio = "I play\nat night." }).ShouldBeAsync(200);
        var told = await hearing.FirstAsync(e => e.UserId == ann.Id, TimeSpan.FromSeconds(1));
        var seen = await bob.Http.GetAsync($"/api/identity/users/{ann.Id}").ShouldBeAsync(200);

        Assert.Equal((ann.Username, "Ann of Ard 👩‍👩‍👧", null, 2), (told.Username, told.DisplayName, told.AvatarId, told.Version));
        foreach (var profile in new[] { own, seen })
        {
            Assert.Equal("Ann of Ard 👩‍👩‍👧", profile.GetProperty("displayName").GetString());
            Assert.Equal("I play\nat night.", profile.GetProperty("bio").GetString());
        }
    }

    [Fact]
    public async Task What_is_not_named_stays_and_the_next_token_bears_the_new_profile()
    {
        var ann = await app.RegisterAsync();
        await Patch(ann, new { displayName = "Annie" }).ShouldBeAsync(200);
        await Patch(ann, new { bio = "here" }).ShouldBeAsync(200);
        var user = (await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200)).GetProperty("user");
        Assert.Equal("Annie", user.GetProperty("displayName").GetString());
        Assert.Equal("here", user.GetProperty("bio").GetString());
        Assert.Equal($"/api/identity/avatars/default/{ann.Id}", user.GetProperty("avatarUrl").GetString());
    }

    [Fact]
    public async Task The_same_change_twice_is_told_once()
    {
        await using var hearing = await Listening.StartAsync<ProfileChanged>();
        var ann = await app.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Patch(ann, new { displayName = "Annie" }).ShouldBeAsync(200)));
        await Patch(ann, new { bio = "the last" }).ShouldBeAsync(200);
        await hearing.FirstAsync(e => e.UserId == ann.Id && e.Version == 3);
        Assert.Equal([2L, 3L], hearing.Where(e => e.UserId == ann.Id).Select(e => e.Version));
    }

    [Fact]
    public async Task Of_many_who_read_the_same_profile_one_changes_it()
    {
        var ann = await app.RegisterAsync();
        using var read = await ann.Http.GetAsync("/api/identity/me");
        var tag = read.Headers.ETag!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Patch(ann, new { displayName = $"Ann {n}" }, tag)));
        Assert.Single(answers, answer => (int)answer.StatusCode == 200);
        await answers.First(answer => (int)answer.StatusCode != 200).ShouldBeProblemAsync(412, "profile.changed_meanwhile");

        var now = answers.Single(answer => (int)answer.StatusCode == 200).Headers.ETag!.ToString();
        await Patch(ann, new { displayName = "Ann" }, now).ShouldBeAsync(200);
        await Patch(ann, new { displayName = "Anne" }, "*").ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("a\nb")]
    [InlineData("a\u0007b")]
    [InlineData("a\u202Eb")] // turns what follows
    [InlineData("a\u2067b")]
    [InlineData("a\u200Fb")]
    [InlineData("\u200D\u0301")] // nothing to see
    [InlineData("\u3164")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task A_name_that_cannot_be_shown_is_refused(string displayName)
    {
        var ann = await app.RegisterAsync();
        var problem = await Patch(ann, new { displayName }).ShouldBeProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("displayName", out _));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")] // JSON carries it; who shows it as HTML is at fault
    [InlineData("اَلْعَرَبِيَّةُ")]
    [InlineData("🦊")]
    [InlineData("1234567890123456789012345678901234567890")]
    public async Task A_name_of_any_script_is_taken_as_it_is(string displayName)
    {
        var ann = await app.RegisterAsync();
        var own = await Patch(ann, new { displayName }).ShouldBeAsync(200);
        Assert.Equal(displayName, own.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_text_is_bounded_in_characters_not_in_bytes()
    {
        var ann = await app.RegisterAsync();
        await Patch(ann, new { bio = string.Concat(Enumerable.Repeat("🦊", 300)) }).ShouldBeAsync(200);
        await Patch(ann, new { bio = new string('x', 301) }).ShouldBeProblemAsync(400, "request.invalid");
        await Patch(ann, new { bio = "a\u202Eb" }).ShouldBeProblemAsync(400, "request.invalid");
    }

    private static async Task<HttpResponseMessage> Patch(Account person, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/identity/me") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await person.Http.SendAsync(request);
    }
}

using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Sessions;

public sealed class LoggingOut(IdentityApp app)
{
    [Fact]
    public async Task The_session_cannot_be_refreshed_any_more_and_others_can()
    {
        var ann = await app.RegisterAsync();
        var elsewhere = await ann.LogInAgainAsync();
        await ann.Http.PostAsync(new Uri("/api/identity/logout", UriKind.Relative), null).ShouldBeAsync(204);
        await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.Second.RefreshAsync(elsewhere.RefreshToken).ShouldBeAsync(200);
    }

    [Fact]
    public async Task All_tokens_of_the_session_go_with_it()
    {
        var ann = await app.RegisterAsync();
        var next = await app.First.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        await ann.Http.PostAsync("/api/identity/logout", new { refreshToken = ann.RefreshToken }).ShouldBeAsync(204);
        await app.First.RefreshAsync(next.GetProperty("refreshToken").GetString()!).ShouldBeProblemAsync(401, "refresh.invalid");
        // Within the grace: the grace forgives a second use, not an end.
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
    }

    [Fact]
    public async Task A_second_time_tells_that_it_has_ended()
    {
        var ann = await app.RegisterAsync();
        await ann.Http.PostAsync("/api/identity/logout").ShouldBeAsync(204);
        await Eventually.IsAsync("the token is refused", async () =>
            (int)(await ann.Http.PostAsync("/api/identity/logout")).StatusCode == 401, TimeSpan.FromSeconds(1));
        await ann.Http.PostAsync("/api/identity/logout").ShouldBeProblemAsync(401, "auth.session_ended");
    }

    [Fact]
    public async Task A_refresh_token_of_another_own_session_ends_that_too()
    {
        var ann = await app.RegisterAsync();
        var elsewhere = await ann.LogInAgainAsync();
        await ann.Http.PostAsync("/api/identity/logout", new { refreshToken = elsewhere.RefreshToken }).ShouldBeAsync(204);
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.RefreshAsync(elsewhere.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
    }

    [Fact]
    public async Task A_refresh_token_of_someone_else_ends_nothing_of_theirs()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await ann.Http.PostAsync("/api/identity/logout", new { refreshToken = bob.RefreshToken }).ShouldBeAsync(204);
        await app.First.RefreshAsync(bob.RefreshToken).ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("")]
    public async Task A_refresh_token_that_is_none_is_ignored(string token)
    {
        var ann = await app.RegisterAsync();
        await ann.Http.PostAsync("/api/identity/logout", new { refreshToken = token }).ShouldBeAsync(204);
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
    }
}

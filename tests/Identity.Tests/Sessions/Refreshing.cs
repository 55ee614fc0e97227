using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Sessions;

/// <summary>RFC 9700 §4.14 (rotation and replay), OWASP ASVS 5.0 §7.2 and §10.4.</summary>
public sealed class Refreshing(IdentityApp app)
{
    /// <summary>Replicas that forgive no second use.</summary>
    private static readonly (string, string)[] WithoutGrace = [("Identity:Sessions:RotationGrace", "00:00:00")];

    [Fact]
    public async Task A_refresh_gives_the_same_session_new_tokens()
    {
        var ann = await app.RegisterAsync();
        var response = await app.Second.RefreshAsync(ann.RefreshToken);
        var next = ann with { Session = await response.ShouldBeAsync(200) };
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.NotEqual(ann.RefreshToken, next.RefreshToken);
        var (before, after) = (AccessTokens.Claims(ann.AccessToken), AccessTokens.Claims(next.AccessToken));
        Assert.Equal(before.GetProperty("sid").GetGuid(), after.GetProperty("sid").GetGuid());
        Assert.NotEqual(before.GetProperty("jti").GetGuid(), after.GetProperty("jti").GetGuid());
        Assert.Equal(ann.Session.GetProperty("user").ToString(), next.Session.GetProperty("user").ToString());
        await app.First.Bearing(next.AccessToken).GetAsync("/api/identity/me").ShouldBeAsync(200);
        await app.First.RefreshAsync(next.RefreshToken).ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_hundred_parallel_refreshes_of_one_token_all_leave_the_session_usable()
    {
        var ann = await app.RegisterAsync();
        var sessions = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => app.Replicas[i % 2].RefreshAsync(ann.RefreshToken).ShouldBeAsync(200)));
        var tokens = sessions.Select(session => session.GetProperty("refreshToken").GetString()!).ToHashSet();
        Assert.Equal(100, tokens.Count);
        await Task.WhenAll(tokens.Select((token, i) => app.Replicas[i % 2].RefreshAsync(token).ShouldBeAsync(200)));
    }

    [Fact]
    public async Task A_replayed_token_ends_its_session_and_no_other()
    {
        var strict = app.StartReplica(WithoutGrace);
        var ann = await app.RegisterAsync();
        var elsewhere = await ann.LogInAgainAsync();
        var next = await strict.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        var newest = await strict.RefreshAsync(next.GetProperty("refreshToken").GetString()!).ShouldBeAsync(200);

        await strict.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");

        await app.First.RefreshAsync(newest.GetProperty("refreshToken").GetString()!).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.RefreshAsync(elsewhere.RefreshToken).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Within_the_grace_a_lost_answer_can_be_asked_for_again()
    {
        var ann = await app.RegisterAsync();
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        var again = await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        await app.First.RefreshAsync(again.GetProperty("refreshToken").GetString()!).ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task What_is_no_refresh_token_of_ours_is_refused(string token) =>
        await app.First.RefreshAsync(token).ShouldBeProblemAsync(401, "refresh.invalid");

    [Fact]
    public async Task An_access_token_does_not_refresh_and_a_refresh_token_does_not_open()
    {
        var ann = await app.RegisterAsync();
        await app.First.RefreshAsync(ann.AccessToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.Bearing(ann.RefreshToken).GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task An_unused_token_expires()
    {
        var hasty = app.StartReplica([.. WithoutGrace, ("Identity:Sessions:IdleLifetime", "00:00:00.001")]);
        var ann = await IdentityApp.RegisterOnAsync(hasty);
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
    }

    [Fact]
    public async Task A_session_ends_at_its_time_however_often_it_is_refreshed()
    {
        var hasty = app.StartReplica(("Identity:Sessions:Lifetime", "00:00:02"));
        var ann = await IdentityApp.RegisterOnAsync(hasty);
        var token = ann.RefreshToken;
        await Eventually.IsAsync("the session ends", async () =>
        {
            var response = await app.First.RefreshAsync(token);
            if ((int)response.StatusCode == 401)
            {
                return true;
            }

            token = (await response.ShouldBeAsync(200)).GetProperty("refreshToken").GetString()!;
            return false;
        });
    }
}

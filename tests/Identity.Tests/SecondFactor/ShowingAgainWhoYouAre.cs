using OneVOne.Testing;

namespace OneVOne.Identity.Tests.SecondFactor;

// ASVS 7.5.1: sensitive changes ask again.
[Collection(nameof(TwoFactorApp))]
public sealed class ShowingAgainWhoYouAre(TwoFactorApp app)
{
    private const string Reauthenticate = "/api/identity/reauthenticate";

    [Theory]
    [InlineData("POST", "two-factor/setup")]
    [InlineData("POST", "two-factor/disable")]
    [InlineData("POST", "two-factor/recovery-codes")]
    [InlineData("POST", "passkeys/options")]
    [InlineData("DELETE", "passkeys/00000000-0000-0000-0000-000000000001")]
    public async Task A_session_that_showed_it_long_ago_may_not_change_how_to_log_in(string method, string route)
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        await AgeAsync(ann);
        await ann.Http.SendAsync(new(new HttpMethod(method), $"/api/identity/{route}"))
            .ShouldBeProblemAsync(403, "reauthentication.required");
    }

    [Fact]
    public async Task The_password_opens_it_again_for_this_session_only()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        var other = await ann.LogInAgainAsync();
        await AgeAsync(ann);
        await ann.Http.PostAsync(Reauthenticate, new { password = "wrong password" })
            .ShouldBeProblemAsync(401, "reauthentication.failed");
        await ann.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeProblemAsync(403, "reauthentication.required");
        await ann.Http.PostAsync(Reauthenticate, new { password = ann.Password }).ShouldBeAsync(204);
        await other.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeProblemAsync(403, "reauthentication.required");
        await ann.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeAsync(200);
    }

    // ASVS 6.3.4: no door that asks for less than the log-in.
    [Fact]
    public async Task With_a_second_factor_the_code_is_asked_for_too_and_used_up()
    {
        var ann = await app.RegisterSecuredAsync();
        await AgeAsync(ann.Account);
        var (http, password) = (ann.Account.Http, ann.Account.Password);
        await http.PostAsync(Reauthenticate, new { password }).ShouldBeProblemAsync(401, "reauthentication.code_required");
        await http.PostAsync(Reauthenticate, new { password, code = "000000" }).ShouldBeProblemAsync(401, "reauthentication.code_invalid");
        await http.PostAsync("/api/identity/two-factor/disable").ShouldBeProblemAsync(403, "reauthentication.required");
        var code = app.NextCode(ann.Secret);
        await http.PostAsync(Reauthenticate, new { password, code }).ShouldBeAsync(204);
        await TwoFactorApp.LogInAsync(app.Second, ann.Account, code).ShouldBeProblemAsync(401, "login.code_invalid");
        await http.PostAsync("/api/identity/two-factor/disable").ShouldBeAsync(204);
    }

    // ASVS 6.3.1: whoever holds a stolen session does not guess the password by it.
    [Fact]
    public async Task Wrong_passwords_are_throttled()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        for (var i = 0; i < 5; i++)
        {
            await (i % 2 == 0 ? app.First : app.Second).Bearing(ann.AccessToken)
                .PostAsync(Reauthenticate, new { password = "wrong password" }).ShouldBeProblemAsync(401, "reauthentication.failed");
        }

        using var refused = await ann.Http.PostAsync(Reauthenticate, new { password = ann.Password });
        await refused.ShouldBeProblemAsync(429, "reauthentication.throttled");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task A_session_that_ended_opens_nothing()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        await ann.Http.PostAsync("/api/identity/logout").ShouldBeAsync(204);
        using var setup = await ann.Http.PostAsync("/api/identity/two-factor/setup");
        Assert.InRange((int)setup.StatusCode, 401, 403);
    }

    /// <summary>As if the log-in of the sessions were eleven minutes ago; their times are the database's.</summary>
    private Task<IReadOnlyList<string>> AgeAsync(Account who) => app.Database.RowsAsync(
        "UPDATE sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = $1 RETURNING id", who.Id);
}

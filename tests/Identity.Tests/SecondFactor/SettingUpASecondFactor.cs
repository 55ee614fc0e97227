using OneVOne.Testing;

namespace OneVOne.Identity.Tests.SecondFactor;

[Collection(nameof(TwoFactorApp))]
public sealed class SettingUpASecondFactor(TwoFactorApp app)
{
    private const string Setup = "/api/identity/two-factor/setup";
    private const string Enable = "/api/identity/two-factor/enable";

    [Fact]
    public async Task An_authenticator_gets_the_secret_as_text_link_and_picture()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        var setup = await ann.Http.PostAsync(Setup).ShouldBeAsync(200);
        var secret = setup.GetProperty("secret").GetString()!;
        Assert.Matches("^[A-Z2-7]{32}$", secret);
        Assert.StartsWith($"otpauth://totp/OneVOne:{ann.Username}?secret={secret}&issuer=OneVOne", setup.GetProperty("uri").GetString());
        var picture = setup.GetProperty("qrSvg").GetString()!;
        Assert.StartsWith("<svg", picture);
        Assert.DoesNotContain("script", picture);
    }

    [Fact]
    public async Task Nothing_changes_before_the_first_right_code()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        var setup = await ann.Http.PostAsync(Setup).ShouldBeAsync(200);
        await ann.Http.PostAsync(Enable, new { code = "000000" }).ShouldBeProblemAsync(400, "two_factor.code_invalid");
        await TwoFactorApp.LogInAsync(app.Second, ann, code: null).ShouldBeAsync(200);
        Assert.False((await StatusAsync(ann)).Enabled);

        await ann.Http.PostAsync(Enable, new { code = app.CodeNow(setup.GetProperty("secret").GetString()!) }).ShouldBeAsync(200);
        Assert.Equal((true, 10), await StatusAsync(ann));
        Assert.True((await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200)).GetProperty("twoFactorEnabled").GetBoolean());
        await TwoFactorApp.LogInAsync(app.Second, ann, code: null).ShouldBeProblemAsync(401, "login.code_required");
    }

    [Fact]
    public async Task Set_up_again_replaces_the_secret_that_waits()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        var first = (await ann.Http.PostAsync(Setup).ShouldBeAsync(200)).GetProperty("secret").GetString()!;
        var second = (await ann.Http.PostAsync(Setup).ShouldBeAsync(200)).GetProperty("secret").GetString()!;
        Assert.NotEqual(first, second);
        await ann.Http.PostAsync(Enable, new { code = app.CodeNow(first) }).ShouldBeProblemAsync(400, "two_factor.code_invalid");
        await ann.Http.PostAsync(Enable, new { code = app.CodeNow(second) }).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Set_up_cannot_replace_a_secret_in_force()
    {
        var ann = await app.RegisterSecuredAsync();
        await ann.Account.Http.PostAsync(Setup).ShouldBeProblemAsync(409, "two_factor.already_enabled");
        await ann.Account.Http.PostAsync(Enable, new { code = app.NextCode(ann.Secret) })
            .ShouldBeProblemAsync(409, "two_factor.already_enabled");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.NextCode(ann.Secret)).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Parallel_calls_switch_it_on_once()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        var secret = (await ann.Http.PostAsync(Setup).ShouldBeAsync(200)).GetProperty("secret").GetString()!;
        var code = app.CodeNow(secret);
        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? app.First : app.Second)
            .Bearing(ann.AccessToken).PostAsync(Enable, new { code })));
        Assert.Single(calls, call => call.IsSuccessStatusCode);
        foreach (var refused in calls.Where(call => !call.IsSuccessStatusCode))
        {
            await refused.ShouldBeProblemAsync(409, "two_factor.already_enabled");
        }

        Assert.Equal((true, 10), await StatusAsync(ann));
    }

    [Fact]
    public async Task Without_a_set_up_there_is_nothing_to_switch_on()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.First);
        await ann.Http.PostAsync(Enable, new { code = "123456" }).ShouldBeProblemAsync(409, "two_factor.not_set_up");
        await ann.Http.PostAsync("/api/identity/two-factor/recovery-codes").ShouldBeProblemAsync(409, "two_factor.not_enabled");
    }

    // ASVS 14.2.4, 11.5.1: the secret is not readable in the database.
    [Fact]
    public async Task The_secret_is_stored_encrypted_and_bound_to_its_account()
    {
        var (ann, bob) = (await app.RegisterSecuredAsync(), await app.RegisterSecuredAsync());
        const string Stored = "SELECT encode(protected_secret, 'hex') FROM authenticators WHERE user_id = $1";
        Assert.NotEqual(await app.Database.RowsAsync(Stored, ann.Account.Id), await app.Database.RowsAsync(Stored, bob.Account.Id));
        var rows = await app.Database.RowsAsync("SELECT authenticators::text FROM authenticators WHERE user_id = $1", ann.Account.Id);
        Assert.DoesNotContain(ann.Secret, rows[0]);
    }

    // ASVS 6.3.7, 7.4.3: the person is told, and the other sessions end.
    [Theory]
    [InlineData("disable")]
    [InlineData("recovery-codes")]
    public async Task A_change_ends_the_other_sessions_tells_the_person_and_is_on_record(string change)
    {
        var ann = await app.RegisterSecuredAsync();
        var other = await TwoFactorApp.LogInAsync(app.Second, ann.Account, app.NextCode(ann.Secret)).ShouldBeAsync(200);
        await ann.Account.Http.PostAsync($"/api/identity/two-factor/{change}");
        await app.First.RefreshAsync(other.GetProperty("refreshToken").GetString()!).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.RefreshAsync(ann.Account.RefreshToken).ShouldBeAsync(200);
        Assert.Equal(["second_factor_changed"], await app.Database.RowsAsync(
            "SELECT end_reason FROM sessions WHERE user_id = $1 AND ended_at IS NOT NULL", ann.Account.Id));
        var events = (await ann.Account.Http.GetAsync("/api/identity/me/audit").ShouldBeAsync(200)).GetProperty("items");
        var type = change == "disable" ? "two_factor.disabled" : "two_factor.recovery_codes_renewed";
        Assert.Equal(type, events[0].GetProperty("type").GetString());
        Assert.Equal("self", events[0].GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Switching_it_off_twice_is_the_same_as_once()
    {
        var ann = await app.RegisterSecuredAsync();
        await ann.Account.Http.PostAsync("/api/identity/two-factor/disable").ShouldBeAsync(204);
        await ann.Account.Http.PostAsync("/api/identity/two-factor/disable").ShouldBeAsync(204);
        Assert.Equal((false, 0), await StatusAsync(ann.Account));
        await TwoFactorApp.LogInAsync(app.First, ann.Account, code: null).ShouldBeAsync(200);
    }

    private static async Task<(bool Enabled, int Codes)> StatusAsync(Account who)
    {
        var status = await who.Http.GetAsync("/api/identity/two-factor").ShouldBeAsync(200);
        return (status.GetProperty("enabled").GetBoolean(), status.GetProperty("recoveryCodesLeft").GetInt32());
    }
}

using OneVOne.Testing;

namespace OneVOne.Identity.Tests.SecondFactor;

[Collection(nameof(TwoFactorApp))]
public sealed class LoggingInWithACode(TwoFactorApp app)
{
    // ASVS 6.3.3: two factors; the password alone opens nothing and a wrong one does not tell of the second.
    [Fact]
    public async Task The_code_is_asked_for_after_a_right_password_only()
    {
        var ann = await app.RegisterSecuredAsync();
        await TwoFactorApp.LogInAsync(app.First, ann.Account, null).ShouldBeProblemAsync(401, "login.code_required");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, "").ShouldBeProblemAsync(401, "login.code_required");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, null, "wrong password").ShouldBeProblemAsync(401, "login.failed");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.NextCode(ann.Secret), "wrong password")
            .ShouldBeProblemAsync(401, "login.failed");
        var session = await TwoFactorApp.LogInAsync(app.First, ann.Account, app.CodeNow(ann.Secret)).ShouldBeAsync(200);
        Assert.True(session.GetProperty("user").GetProperty("twoFactorEnabled").GetBoolean());
        var refreshed = await app.Second.RefreshAsync(session.GetProperty("refreshToken").GetString()!).ShouldBeAsync(200);
        Assert.True(refreshed.GetProperty("user").GetProperty("twoFactorEnabled").GetBoolean());
    }

    // ASVS 6.5.1
    [Fact]
    public async Task A_code_is_accepted_once_over_all_replicas()
    {
        var ann = await app.RegisterSecuredAsync();
        var code = app.NextCode(ann.Secret);
        // Fewer than the guesses that are free.
        var logins = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => TwoFactorApp.LogInAsync(i % 2 == 0 ? app.First : app.Second, ann.Account, code)));
        Assert.Single(logins, login => login.IsSuccessStatusCode);
        foreach (var refused in logins.Where(login => !login.IsSuccessStatusCode))
        {
            await refused.ShouldBeProblemAsync(401, "login.code_invalid");
        }

        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.NextCode(ann.Secret)).ShouldBeAsync(200);
    }

    // ASVS 6.5.1
    [Fact]
    public async Task A_code_older_than_the_last_that_was_accepted_is_not()
    {
        var ann = await app.RegisterSecuredAsync();
        var older = app.NextCode(ann.Secret);
        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.NextCode(ann.Secret)).ShouldBeAsync(200);
        await TwoFactorApp.LogInAsync(app.First, ann.Account, older).ShouldBeProblemAsync(401, "login.code_invalid");
    }

    // ASVS 6.5.5
    [Fact]
    public async Task A_code_is_good_for_its_time_and_one_step_around()
    {
        var ann = await app.RegisterSecuredAsync();
        var code = app.NextCode(ann.Secret);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await TwoFactorApp.LogInAsync(app.First, ann.Account, code).ShouldBeProblemAsync(401, "login.code_invalid");
        var tooEarly = Authenticator.CodeAt(ann.Secret, app.Time.GetUtcNow().AddMinutes(1));
        await TwoFactorApp.LogInAsync(app.First, ann.Account, tooEarly).ShouldBeProblemAsync(401, "login.code_invalid");
        var slightlyAhead = Authenticator.CodeAt(ann.Secret, app.Time.GetUtcNow().AddSeconds(30));
        await TwoFactorApp.LogInAsync(app.First, ann.Account, slightlyAhead).ShouldBeAsync(200);
    }

    [Fact]
    public async Task The_code_of_another_account_is_not_good()
    {
        var (ann, bob) = (await app.RegisterSecuredAsync(), await app.RegisterSecuredAsync());
        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.NextCode(bob.Secret)).ShouldBeProblemAsync(401, "login.code_invalid");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, bob.RecoveryCodes[0]).ShouldBeProblemAsync(401, "login.code_invalid");
    }

    // ASVS 6.3.1, 6.5.4: six digits are few; guesses in parallel count as well.
    [Fact]
    public async Task After_five_wrong_codes_the_next_has_to_wait_on_every_replica()
    {
        var ann = await app.RegisterSecuredAsync();
        var wrong = Wrong(app.NextCode(ann.Secret));
        var guesses = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(i => TwoFactorApp.LogInAsync(i % 2 == 0 ? app.First : app.Second, ann.Account, wrong)));
        Assert.Equal(5, guesses.Count(guess => (int)guess.StatusCode == 401));
        foreach (var refused in guesses.Where(guess => (int)guess.StatusCode != 401))
        {
            await refused.ShouldBeProblemAsync(429, "login.throttled");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        // The right one too, or waiting would be no loss to who guesses; but who has a recovery code is not shut out.
        await TwoFactorApp.LogInAsync(app.First, ann.Account, app.CodeNow(ann.Secret)).ShouldBeProblemAsync(429, "login.throttled");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, ann.RecoveryCodes[0]).ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_right_code_forgets_the_wrong_ones()
    {
        var ann = await app.RegisterSecuredAsync();
        for (var round = 0; round < 2; round++)
        {
            var code = app.NextCode(ann.Secret);
            for (var i = 0; i < 4; i++)
            {
                await TwoFactorApp.LogInAsync(app.First, ann.Account, Wrong(code)).ShouldBeProblemAsync(401, "login.code_invalid");
            }

            await TwoFactorApp.LogInAsync(app.Second, ann.Account, code).ShouldBeAsync(200);
        }
    }

    // ASVS 6.5.1: also over replicas.
    [Fact]
    public async Task A_recovery_code_is_accepted_once_however_it_is_typed()
    {
        var ann = await app.RegisterSecuredAsync();
        var typed = $" {ann.RecoveryCodes[3].Replace('-', ' ').ToLowerInvariant()} ";
        var logins = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => TwoFactorApp.LogInAsync(i % 2 == 0 ? app.First : app.Second, ann.Account, typed)));
        Assert.Single(logins, login => login.IsSuccessStatusCode);
        await TwoFactorApp.LogInAsync(app.First, ann.Account, ann.RecoveryCodes[3]).ShouldBeProblemAsync(401, "login.code_invalid");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, ann.RecoveryCodes[4]).ShouldBeAsync(200);
        var status = await ann.Account.Http.GetAsync("/api/identity/two-factor").ShouldBeAsync(200);
        Assert.Equal(8, status.GetProperty("recoveryCodesLeft").GetInt32());
        Assert.Equal(2, (await app.Mail.ReadAsync(ann.Account.Email, "A recovery code was used", 2)).Count);
    }

    // ASVS 6.5.2, 6.5.3: ten codes of 120 random bits, stored as hashes.
    [Fact]
    public async Task Recovery_codes_are_ten_long_and_stored_hashed()
    {
        var ann = await app.RegisterSecuredAsync();
        Assert.Equal(10, ann.RecoveryCodes.Distinct().Count());
        Assert.All(ann.RecoveryCodes, code => Assert.Matches("^([A-Z2-7]{6}-){3}[A-Z2-7]{6}$", code));
        var rows = await app.Database.RowsAsync("SELECT encode(hash, 'escape') FROM recovery_codes WHERE user_id = $1", ann.Account.Id);
        Assert.Equal(10, rows.Count);
        Assert.DoesNotContain(rows, row => ann.RecoveryCodes.Any(code => row.Contains(code, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old()
    {
        var ann = await app.RegisterSecuredAsync();
        var renewed = (await ann.Account.Http.PostAsync("/api/identity/two-factor/recovery-codes").ShouldBeAsync(200))
            .GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToArray();
        Assert.Equal(10, renewed.Except(ann.RecoveryCodes).Count());
        await TwoFactorApp.LogInAsync(app.First, ann.Account, ann.RecoveryCodes[0]).ShouldBeProblemAsync(401, "login.code_invalid");
        await TwoFactorApp.LogInAsync(app.First, ann.Account, renewed[0]).ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("--------")]
    [InlineData("' OR 1=1 --")]
    public async Task Anything_else_is_a_wrong_code(string code)
    {
        var ann = await app.RegisterSecuredAsync();
        var expected = code == "--------" ? "login.code_required" : "login.code_invalid";
        await TwoFactorApp.LogInAsync(app.First, ann.Account, code).ShouldBeProblemAsync(401, expected);
    }

    private static string Wrong(string code) => code[..5] + (char)('0' + ((code[5] - '0' + 5) % 10));
}

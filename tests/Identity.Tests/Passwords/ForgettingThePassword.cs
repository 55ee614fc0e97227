using Npgsql;
using OneVOne.Identity.Tests.Email;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passwords;

public sealed class ForgettingThePassword(IdentityApp app)
{
    private const string New = "three new words";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_link_of_a_mail_sets_a_new_one_once(bool byName)
    {
        var ann = await app.RegisterAsync();
        await ForgetAsync(byName ? ann.Username.ToUpperInvariant() : ann.Email.ToUpperInvariant()).ShouldBeAsync(204);
        var mail = (await app.Mail.ReadAsync(ann.Email, 2))[^1];
        Assert.Contains("/reset-password#token=", mail.Body, StringComparison.Ordinal);

        await ResetAsync(mail.Token).ShouldBeAsync(204);
        await app.First.LogInAsync(ann.Username, New).ShouldBeAsync(200);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeProblemAsync(401, "login.failed");
        await ResetAsync(mail.Token, "another password").ShouldBeProblemAsync(400, "account.token_invalid");
        // ASVS 6.3.7
        Assert.Contains("password", (await app.Mail.ReadAsync(ann.Email, 3))[^1].Headers["Subject"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_sessions_end_and_the_address_is_confirmed()
    {
        var ann = await app.RegisterAsync();
        var second = await ann.LogInAgainAsync();
        await ForgetAsync(ann.Email).ShouldBeAsync(204);
        await ResetAsync(await app.Mail.TokenAsync(ann.Email, 2)).ShouldBeAsync(204);
        foreach (var session in new[] { ann, second })
        {
            // ASVS 7.4.3
            await app.Second.RefreshAsync(session.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        }

        Assert.Equal(2L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND end_reason = 'password_changed'", ann.Id));
        var again = await app.First.LogInAsync(ann.Email, New).ShouldBeAsync(200);
        Assert.True(again.GetProperty("user").GetProperty("emailVerified").GetBoolean());
    }

    [Fact]
    public async Task Of_parallel_uses_one_sets_its_password()
    {
        var ann = await app.RegisterAsync();
        await ForgetAsync(ann.Email).ShouldBeAsync(204);
        var token = await app.Mail.TokenAsync(ann.Email, 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
            ((int)(await ResetAsync(token, $"parallel try {i}", app.Replicas[i % 2])).StatusCode, i)));
        var (_, winner) = Assert.Single(answers, answer => answer.Item1 == 204);
        await app.First.LogInAsync(ann.Email, $"parallel try {winner}").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_weak_password_leaves_the_link_good()
    {
        var ann = await app.RegisterAsync();
        await ForgetAsync(ann.Email).ShouldBeAsync(204);
        var token = await app.Mail.TokenAsync(ann.Email, 2);
        await ResetAsync(token, "password1").ShouldBeProblemAsync(400, "request.invalid");
        await ResetAsync(token, ann.Username).ShouldBeProblemAsync(400, "request.invalid");
        await ResetAsync(token).ShouldBeAsync(204);
    }

    [Fact]
    public async Task After_an_hour_the_link_is_good_no_more()
    {
        var ann = await app.RegisterAsync();
        await ForgetAsync(ann.Email).ShouldBeAsync(204);
        var token = await app.Mail.TokenAsync(ann.Email, 2);
        // ASVS 6.6.2
        await app.ScalarAsync<int>(
            "UPDATE account_tokens SET expires_at = expires_at - interval '61 minutes' WHERE user_id = $1", ann.Id);
        await ResetAsync(token).ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_whether_there_is_such_an_account()
    {
        // ASVS 6.3.8: not even the time can tell, as the accounts cannot be looked at while it is answered.
        var settings = await IdentityApp.CreateSettingsAsync();
        await using var replica = ServiceHost.Start<Program>(settings);
        var ann = await IdentityApp.RegisterOnAsync(replica);
        await using (var connection = new NpgsqlConnection(settings["ConnectionStrings:identity-db"]))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var locks = new NpgsqlCommand("LOCK TABLE users IN ACCESS EXCLUSIVE MODE", connection);
            await locks.ExecuteNonQueryAsync();
            foreach (var login in new[] { ann.Username, "nobody-here", ann.Email, "nobody@example.org" })
            {
                var answer = await replica.Http().PostAsync("/api/identity/password/forgot", new { login });
                await answer.ShouldBeAsync(204);
            }
        }

        var mail = new MailFolder(settings["Identity:Email:PickupFolder"]);
        await mail.ReadAsync(ann.Email, 3);
        Assert.DoesNotContain(mail.All(), sent => sent.Headers["To"] != ann.Email);
    }

    [Fact]
    public async Task A_guest_has_nothing_to_reset()
    {
        var guest = await app.First.Http().PostAsync("/api/identity/guests", new { }).ShouldBeAsync(201);
        await ForgetAsync(guest.GetProperty("user").GetProperty("username").GetString()!).ShouldBeAsync(204);
        await Eventually.IsAsync("the wish is dealt with", async () =>
            await app.ScalarAsync<long>("SELECT count(*) FROM forgotten_passwords") == 0);
        Assert.Equal(0L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM account_tokens WHERE user_id = $1", guest.GetProperty("user").GetProperty("id").GetGuid()));
    }

    private Task<HttpResponseMessage> ForgetAsync(string login) =>
        app.First.Http().PostAsync("/api/identity/password/forgot", new { login });

    private Task<HttpResponseMessage> ResetAsync(string token, string password = New, ServiceHost<Program>? replica = null) =>
        (replica ?? app.Second).Http().PostAsync("/api/identity/password/reset", new { token, password });
}

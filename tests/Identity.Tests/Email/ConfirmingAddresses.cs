using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Email;

public sealed class ConfirmingAddresses(IdentityApp app)
{
    [Fact]
    public async Task A_new_account_is_confirmed_by_the_link_of_its_mail_once()
    {
        var ann = await app.RegisterAsync();
        Assert.False(ann.Session.GetProperty("user").GetProperty("emailVerified").GetBoolean());
        var mail = Assert.Single(await app.Mail.ReadAsync(ann.Email));
        Assert.Contains(ann.Username, mail.Body, StringComparison.Ordinal);
        Assert.Contains("http://localhost:8080/verify-email#token=", mail.Body, StringComparison.Ordinal);

        await VerifyAsync(app.Second, mail.Token).ShouldBeAsync(204);
        var me = await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.True(me.GetProperty("emailVerified").GetBoolean());
        // ASVS 6.6.2 speaks of codes that are used once; so are links.
        await VerifyAsync(app.First, mail.Token).ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Fact]
    public async Task A_refresh_brings_a_token_that_says_so()
    {
        var ann = await app.RegisterAsync();
        await VerifyAsync(app.First, await app.Mail.TokenAsync(ann.Email)).ShouldBeAsync(204);
        var session = await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        Assert.True(AccessTokens.Claims(session.GetProperty("accessToken").GetString()!).GetProperty("email_verified").GetBoolean());
    }

    [Fact]
    public async Task Of_twenty_parallel_confirmations_one_succeeds()
    {
        var ann = await app.RegisterAsync();
        var token = await app.Mail.TokenAsync(ann.Email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => VerifyAsync(app.Replicas[i % 2], token)));
        Assert.Single(answers, answer => (int)answer.StatusCode == 204);
        Assert.Equal(1L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE user_id = $1 AND type = 'email.verified'", ann.Id));
    }

    [Fact]
    public async Task A_link_sent_again_replaces_the_earlier_one()
    {
        var ann = await app.RegisterAsync();
        var first = await app.Mail.TokenAsync(ann.Email);
        await ann.Http.PostAsync("/api/identity/email/resend").ShouldBeAsync(204);
        var second = await app.Mail.TokenAsync(ann.Email, 2);
        await VerifyAsync(app.First, first).ShouldBeProblemAsync(400, "account.token_invalid");
        await VerifyAsync(app.First, second).ShouldBeAsync(204);
    }

    [Fact]
    public async Task A_confirmed_address_is_not_written_to_again()
    {
        var ann = await app.RegisterAsync();
        await VerifyAsync(app.First, await app.Mail.TokenAsync(ann.Email)).ShouldBeAsync(204);
        await ann.Http.PostAsync("/api/identity/email/resend").ShouldBeAsync(204);
        Assert.Equal(0L, await app.ScalarAsync<long>("SELECT count(*) FROM account_tokens WHERE user_id = $1", ann.Id));
    }

    [Fact]
    public async Task After_a_day_the_link_is_good_no_more()
    {
        var ann = await app.RegisterAsync();
        var token = await app.Mail.TokenAsync(ann.Email);
        await app.ScalarAsync<int>(
            "UPDATE account_tokens SET expires_at = expires_at - interval '24 hours 1 second' WHERE user_id = $1", ann.Id);
        await VerifyAsync(app.First, token).ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR 1=1 --")]
    public async Task Anything_else_is_no_link(string token)
    {
        await VerifyAsync(app.First, token).ShouldBeProblemAsync(400, "account.token_invalid");
        await app.First.Http().PostAsync("/api/identity/email/undo", new { token }).ShouldBeProblemAsync(400, "account.token_invalid");
        await app.First.Http().PostAsync("/api/identity/password/reset", new { token, password = "a good long one" })
            .ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Fact]
    public async Task A_link_is_good_for_nothing_but_its_purpose()
    {
        var ann = await app.RegisterAsync();
        var token = await app.Mail.TokenAsync(ann.Email);
        await app.First.Http().PostAsync("/api/identity/password/reset", new { token, password = "a good long one" })
            .ShouldBeProblemAsync(400, "account.token_invalid");
        await app.First.Http().PostAsync("/api/identity/email/undo", new { token }).ShouldBeProblemAsync(400, "account.token_invalid");
        await VerifyAsync(app.First, token).ShouldBeAsync(204);
    }

    [Fact]
    public async Task The_database_has_no_token()
    {
        var ann = await app.RegisterAsync();
        var token = await app.Mail.TokenAsync(ann.Email);
        await Eventually.IsAsync("the mail is forgotten", async () =>
            await app.ScalarAsync<long>("SELECT count(*) FROM outgoing_emails WHERE recipient = $1", ann.Email) == 0);
        var dump = await app.ScalarAsync<string>("SELECT json_agg(account_tokens)::text FROM account_tokens WHERE user_id = $1", ann.Id);
        Assert.Contains("verify_email", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(token, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(token)), dump, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> VerifyAsync(ServiceHost<Program> replica, string token) =>
        replica.Http().PostAsync("/api/identity/email/verify", new { token });
}

using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Email;

public sealed class ChangingTheAddress(IdentityApp app)
{
    [Fact]
    public async Task It_changes_when_the_new_address_is_confirmed_and_the_old_one_is_told()
    {
        var ann = await RegisterConfirmedAsync();
        var other = NewAddress();
        await AskAsync(ann, other).ShouldBeAsync(204);
        var me = await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Equal(
            (ann.Email, other), (me.GetProperty("email").GetString(), me.GetProperty("pendingEmail").GetString()));
        await app.First.LogInAsync(other, ann.Password).ShouldBeProblemAsync(401, "login.failed");

        await PostAsync("email/verify", await app.Mail.TokenAsync(other)).ShouldBeAsync(204);
        me = await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Equal(other, me.GetProperty("email").GetString());
        Assert.True(me.GetProperty("emailVerified").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, me.GetProperty("pendingEmail").ValueKind);
        await app.First.LogInAsync(other, ann.Password).ShouldBeAsync(200);
        await app.First.LogInAsync(ann.Email, ann.Password).ShouldBeProblemAsync(401, "login.failed");

        // ASVS 6.3.7: a change of how someone logs in is told to them.
        var told = (await app.Mail.ReadAsync(ann.Email, 2))[^1];
        Assert.Contains(other, told.Body, StringComparison.Ordinal);
        Assert.Contains("/undo-email-change#token=", told.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_showing_again_who_one_is()
    {
        var ann = await app.RegisterAsync();
        await AgeAsync(ann);
        // ASVS 7.5.1
        await AskAsync(ann, NewAddress()).ShouldBeProblemAsync(403, "reauthentication.required");
        await ann.Http.PostAsync("/api/identity/reauthenticate", new { password = ann.Password }).ShouldBeAsync(204);
        await AskAsync(ann, NewAddress()).ShouldBeAsync(204);
    }

    [Fact]
    public async Task Whether_somebody_has_an_address_is_told_to_nobody_but_its_holder()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        // ASVS 6.3.8
        await AskAsync(ann, bob.Email).ShouldBeAsync(204);
        var token = await app.Mail.TokenAsync(bob.Email, 2);
        await PostAsync("email/verify", token).ShouldBeProblemAsync(409, "account.email_taken");
        await app.First.LogInAsync(bob.Email, bob.Password).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Of_two_wishes_the_later_one_counts()
    {
        var ann = await RegisterConfirmedAsync();
        var (first, second) = (NewAddress(), NewAddress());
        await AskAsync(ann, first).ShouldBeAsync(204);
        await AskAsync(ann, second).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(first)).ShouldBeProblemAsync(400, "account.token_invalid");
        await PostAsync("email/verify", await app.Mail.TokenAsync(second)).ShouldBeAsync(204);
        Assert.Equal(second, await EmailOfAsync(ann));
    }

    [Fact]
    public async Task A_link_sent_again_goes_to_the_new_address()
    {
        var ann = await RegisterConfirmedAsync();
        var other = NewAddress();
        await AskAsync(ann, other).ShouldBeAsync(204);
        await ann.Http.PostAsync("/api/identity/email/resend").ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(other, 2)).ShouldBeAsync(204);
        Assert.Equal(other, await EmailOfAsync(ann));
    }

    [Fact]
    public async Task The_holder_of_the_old_address_takes_it_back_from_who_took_the_account_over()
    {
        var ann = await RegisterConfirmedAsync();
        var (thief, thiefsAddress) = (await ann.LogInAgainAsync(), NewAddress());
        await AskAsync(thief, thiefsAddress).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(thiefsAddress)).ShouldBeAsync(204);

        await PostAsync("email/undo", await app.Mail.TokenAsync(ann.Email, 2)).ShouldBeAsync(204);
        await app.Second.RefreshAsync(thief.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        foreach (var login in new[] { ann.Username, ann.Email, thiefsAddress })
        {
            await app.First.LogInAsync(login, ann.Password).ShouldBeProblemAsync(401, "login.failed");
        }

        var reset = await app.Mail.TokenAsync(ann.Email, 3);
        await app.First.Http().PostAsync("/api/identity/password/reset", new { token = reset, password = "mine once more" })
            .ShouldBeAsync(204);
        await app.First.LogInAsync(ann.Email, "mine once more").ShouldBeAsync(200);
    }

    [Fact]
    public async Task Who_took_the_account_over_cannot_outrun_it_by_changing_the_address_twice()
    {
        var ann = await RegisterConfirmedAsync();
        var (one, two) = (NewAddress(), NewAddress());
        await AskAsync(ann, one).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(one)).ShouldBeAsync(204);
        await AskAsync(ann, two).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(two)).ShouldBeAsync(204);
        var (toOne, toAnn) = (await app.Mail.TokenAsync(one, 2), await app.Mail.TokenAsync(ann.Email, 2));

        // Their own way back comes first and does not close hers.
        await PostAsync("email/undo", toOne).ShouldBeAsync(204);
        await PostAsync("email/undo", toAnn).ShouldBeAsync(204);
        await PostAsync("email/undo", toOne).ShouldBeProblemAsync(400, "account.token_invalid");
        Assert.Equal(ann.Email, await app.ScalarAsync<string>("SELECT email FROM users WHERE id = $1", ann.Id));
    }

    [Fact]
    public async Task Her_way_back_closes_those_that_came_after_it()
    {
        var ann = await RegisterConfirmedAsync();
        var (one, two) = (NewAddress(), NewAddress());
        await AskAsync(ann, one).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(one)).ShouldBeAsync(204);
        await AskAsync(ann, two).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(two)).ShouldBeAsync(204);
        var (toOne, toAnn) = (await app.Mail.TokenAsync(one, 2), await app.Mail.TokenAsync(ann.Email, 2));

        await PostAsync("email/undo", toAnn).ShouldBeAsync(204);
        await PostAsync("email/undo", toOne).ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Fact]
    public async Task An_address_that_was_never_confirmed_cannot_take_the_account()
    {
        var ann = await app.RegisterAsync();
        var other = NewAddress();
        await AskAsync(ann, other).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(other)).ShouldBeAsync(204);
        Assert.Equal(0L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM account_tokens WHERE user_id = $1 AND purpose = 'undo_email_change'", ann.Id));
    }

    [Fact]
    public async Task A_link_to_reset_the_password_that_went_to_the_old_address_is_good_no_more()
    {
        var ann = await RegisterConfirmedAsync();
        await app.First.Http().PostAsync("/api/identity/password/forgot", new { login = ann.Email }).ShouldBeAsync(204);
        var reset = await app.Mail.TokenAsync(ann.Email, 2);
        var other = NewAddress();
        await AskAsync(ann, other).ShouldBeAsync(204);
        await PostAsync("email/verify", await app.Mail.TokenAsync(other)).ShouldBeAsync(204);
        await app.First.Http().PostAsync("/api/identity/password/reset", new { token = reset, password = "not any longer" })
            .ShouldBeProblemAsync(400, "account.token_invalid");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("ann@example.org\r\nBcc: bob@example.org")]
    public async Task It_has_to_look_like_an_address(string email)
    {
        var ann = await app.RegisterAsync();
        await AskAsync(ann, email).ShouldBeProblemAsync(400, "request.invalid");
    }

    private static string NewAddress() => $"{IdentityApp.NewName("new")}@example.org";

    private async Task<Account> RegisterConfirmedAsync()
    {
        var ann = await app.RegisterAsync();
        await PostAsync("email/verify", await app.Mail.TokenAsync(ann.Email)).ShouldBeAsync(204);
        return ann;
    }

    private Task<HttpResponseMessage> PostAsync(string route, string token) =>
        app.Second.Http().PostAsync($"/api/identity/{route}", new { token });

    private static Task<HttpResponseMessage> AskAsync(Account account, string email) =>
        account.Http.PostAsync("/api/identity/email/change", new { email });

    private static async Task<string?> EmailOfAsync(Account account) =>
        (await account.Http.GetAsync("/api/identity/me").ShouldBeAsync(200)).GetProperty("email").GetString();

    private Task<int> AgeAsync(Account account) => app.ScalarAsync<int>(
        "UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes' WHERE user_id = $1", account.Id);
}

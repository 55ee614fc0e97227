using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passwords;

public sealed class ChangingThePassword(IdentityApp app)
{
    private const string New = "three new words";

    [Fact]
    public async Task Every_other_session_ends_and_a_mail_tells_of_it()
    {
        var ann = await app.RegisterAsync();
        var other = await ann.LogInAgainAsync();
        await ChangeAsync(ann, ann.Password, New).ShouldBeAsync(204);
        // ASVS 7.4.3
        await app.Second.RefreshAsync(other.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        await app.First.LogInAsync(ann.Username, New).ShouldBeAsync(200);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeProblemAsync(401, "login.failed");
        // ASVS 6.3.7
        Assert.Contains("Was it not you?", (await app.Mail.ReadAsync(ann.Email, 2))[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_one_is_asked_for()
    {
        // ASVS 6.2.3
        var ann = await app.RegisterAsync();
        var problem = await ChangeAsync(ann, "a wrong password", New).ShouldBeProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("currentPassword", out _));
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("qwertyuiop")]
    public async Task The_new_one_has_to_be_a_good_one(string password)
    {
        var ann = await app.RegisterAsync();
        var problem = await ChangeAsync(ann, ann.Password, password).ShouldBeProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("newPassword", out _));
    }

    [Fact]
    public async Task Of_parallel_changes_one_succeeds_and_no_session_but_its_own_is_left()
    {
        var ann = await app.RegisterAsync();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ann.LogInAgainAsync()));
        var answers = await Task.WhenAll(sessions.Select(async (session, i) =>
            ((int)(await ChangeAsync(session, ann.Password, $"parallel change {i}")).StatusCode, i)));
        var (_, winner) = Assert.Single(answers, answer => answer.Item1 == 204);
        Assert.All(answers.Where(answer => answer.i != winner), answer => Assert.True(answer.Item1 is 400 or 401 or 409));
        await app.First.LogInAsync(ann.Username, $"parallel change {winner}").ShouldBeAsync(200);
        Assert.Equal(2L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL", ann.Id));
    }

    [Fact]
    public async Task A_link_to_reset_the_old_one_is_good_no_more()
    {
        var ann = await app.RegisterAsync();
        await app.First.Http().PostAsync("/api/identity/password/forgot", new { login = ann.Email }).ShouldBeAsync(204);
        var token = await app.Mail.TokenAsync(ann.Email, 2);
        await ChangeAsync(ann, ann.Password, New).ShouldBeAsync(204);
        await app.First.Http().PostAsync("/api/identity/password/reset", new { token, password = "somebody else's" })
            .ShouldBeProblemAsync(400, "account.token_invalid");
    }

    private static Task<HttpResponseMessage> ChangeAsync(Account account, string currentPassword, string newPassword) =>
        account.Http.PostAsync("/api/identity/password/change", new { currentPassword, newPassword });
}

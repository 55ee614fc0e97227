using System.Diagnostics;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Sessions;

public sealed class LoggingIn(IdentityApp app)
{
    [Fact]
    public async Task User_name_and_address_both_work_in_any_case()
    {
        var ann = await app.RegisterAsync();
        foreach (var login in new[] { ann.Username, ann.Username.ToUpperInvariant(), ann.Email, ann.Email.ToUpperInvariant() })
        {
            var session = await app.Second.LogInAsync(login, ann.Password).ShouldBeAsync(200);
            Assert.Equal(ann.Session.GetProperty("user").ToString(), session.GetProperty("user").ToString());
            Assert.Equal(900, session.GetProperty("expiresIn").GetInt32());
        }
    }

    [Fact]
    public async Task Each_login_is_a_session_of_its_own()
    {
        var ann = await app.RegisterAsync();
        var again = await ann.LogInAgainAsync();
        Assert.NotEqual(ann.RefreshToken, again.RefreshToken);
        Assert.NotEqual(AccessTokens.Claims(ann.AccessToken).GetProperty("sid").GetGuid(),
            AccessTokens.Claims(again.AccessToken).GetProperty("sid").GetGuid());
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct hors")]
    [InlineData("Correct horse")]
    [InlineData("correct horse ")]
    public async Task Another_password_fails(string password)
    {
        var ann = await app.RegisterAsync();
        await app.First.LogInAsync(ann.Username, password).ShouldBeProblemAsync(401, "login.failed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody-here")]
    [InlineData("nobody@example.org")]
    [InlineData("' OR 1=1 --")]
    [InlineData("%")]
    public async Task An_unknown_account_fails_in_the_words_of_a_wrong_password(string login)
    {
        var ann = await app.RegisterAsync();
        var wrong = await app.First.LogInAsync(ann.Username, "wrong password").ShouldBeProblemAsync(401, "login.failed");
        var unknown = await app.First.LogInAsync(login, "wrong password").ShouldBeProblemAsync(401, "login.failed");
        Assert.Equal(wrong.GetProperty("detail").GetString(), unknown.GetProperty("detail").GetString());
        Assert.Equal(wrong.EnumerateObject().Select(member => member.Name), unknown.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task An_unknown_account_takes_as_long_as_a_wrong_password()
    {
        var slow = app.StartReplica(("Identity:Passwords:Iterations", "300000"));
        var ann = await IdentityApp.RegisterOnAsync(slow);
        var wrong = await FastestAsync(() => slow.LogInAsync(ann.Username, "wrong password"));
        var unknown = await FastestAsync(() => slow.LogInAsync("nobody-here", "wrong password"));
        // Without a hash it would take some thousandths of the time; a busy machine blurs less than the half.
        Assert.True(unknown > wrong / 2, $"unknown account {unknown}, wrong password {wrong}");
    }

    [Fact]
    public async Task Beyond_the_queue_of_hashing_logins_are_refused_and_other_requests_are_not()
    {
        var ann = await app.RegisterAsync();
        var busy = app.StartReplica(
            ("Identity:Passwords:Iterations", "1000000"), ("Identity:Passwords:Parallelism", "1"), ("Identity:Passwords:QueueLimit", "1"));
        await busy.LogInAsync("warm-up", "wrong password").ShouldBeProblemAsync(401, "login.failed");

        var logins = Enumerable.Range(0, 8).Select(_ => busy.LogInAsync("nobody-here", "wrong password")).ToArray();
        await busy.Bearing(ann.AccessToken).GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Contains(logins, login => !login.IsCompleted);
        var answers = await Task.WhenAll(logins);
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode == 429))
        {
            await refused.ShouldBeProblemAsync(429, "rate.limited");
            Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        }

        Assert.Contains(answers, answer => (int)answer.StatusCode == 401);
        Assert.Contains(answers, answer => (int)answer.StatusCode == 429);
        await busy.LogInAsync("nobody-here", "wrong password").ShouldBeProblemAsync(401, "login.failed");
    }

    [Fact]
    public async Task A_stored_hash_follows_a_raised_number_of_rounds_at_the_next_login()
    {
        const string Hash = "SELECT password_hash FROM users WHERE id = $1";
        var ann = await app.RegisterAsync();
        var before = await app.ScalarAsync<string>(Hash, ann.Id);
        var raised = app.StartReplica(("Identity:Passwords:Iterations", "2000"));
        await raised.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
        var after = await app.ScalarAsync<string>(Hash, ann.Id);
        Assert.NotEqual(before, after);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
        Assert.Equal(after, await app.ScalarAsync<string>(Hash, ann.Id));
    }

    private static async Task<TimeSpan> FastestAsync(Func<Task<HttpResponseMessage>> login)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            await login().ShouldBeProblemAsync(401, "login.failed");
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        return fastest;
    }
}

using OneVOne.Identity.Tests.Passkeys;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Operators;

[Collection(nameof(OperatorApp))]
public sealed class SuspendingPeople(OperatorApp app)
{
    // ASVS 7.4.2: an account that is shut out has no session left, and gets no new one.
    [Fact]
    public async Task Sessions_end_and_every_way_in_says_why_and_until_when()
    {
        using var device = new SoftwareAuthenticator();
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        await ann.AddPasskeyAsync(device);
        var until = DateTimeOffset.UtcNow.AddDays(3);
        await moderator.SuspendAsync(ann, until).ShouldBeAsync(204);

        foreach (var refused in new[]
        {
            await app.Second.RefreshAsync(ann.RefreshToken),
            await app.Second.LogInAsync(ann.Username, ann.Password),
            await app.Second.LogInAsync(device),
        })
        {
            var problem = await refused.ShouldBeProblemAsync(403, "account.suspended");
            Assert.Equal("Insults", problem.GetProperty("detail").GetString());
            Assert.Equal(until, problem.GetProperty("until").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["suspended"], await app.Database.RowsAsync(
            "SELECT DISTINCT end_reason FROM sessions WHERE user_id = $1 AND ended_at IS NOT NULL", ann.Id));
        // Whoever does not know the password does not hear of it.
        await app.First.LogInAsync(ann.Username, "wrong password").ShouldBeProblemAsync(401, "login.failed");
        Assert.Single(await app.Mail.ReadAsync(ann.Email, "Your account is suspended"));
    }

    [Fact]
    public async Task It_ends_by_itself_at_its_time()
    {
        var ann = await app.RegisterAsync();
        await app.Admin.SuspendAsync(ann, DateTimeOffset.UtcNow.AddSeconds(1.5)).ShouldBeAsync(204);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeProblemAsync(403, "account.suspended");
        await Eventually.IsAsync(
            "the suspension ends", async () => (await app.Second.LogInAsync(ann.Username, ann.Password)).IsSuccessStatusCode);
        await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        Assert.Equal("active", (await GetAsync(ann)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Without_an_end_it_lasts_until_an_operator_ends_it()
    {
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        await moderator.SuspendAsync(ann, reason: "  Spam  ").ShouldBeAsync(204);
        var problem = await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeProblemAsync(403, "account.suspended");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, problem.GetProperty("until").ValueKind);
        var seen = await GetAsync(ann);
        Assert.Equal(("suspended", "Spam"), (seen.GetProperty("status").GetString(), seen.GetProperty("suspensionReason").GetString()));
        for (var i = 0; i < 2; i++)
        {
            await moderator.UnsuspendAsync(ann).ShouldBeAsync(204);
        }

        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
        Assert.Equal(["1"], await app.Database.RowsAsync(
            "SELECT count(*) FROM audit_events WHERE user_id = $1 AND type = 'account.unsuspended' AND actor_id = $2", ann.Id, moderator.Id));
    }

    // ASVS 8.2.2, 8.3.2
    [Fact]
    public async Task Nobody_acts_on_an_equal_or_higher_role_or_on_themselves()
    {
        var (moderator, other, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync("moderator"), await app.RegisterAsync());
        foreach (var who in new[] { other, app.Admin, moderator })
        {
            await moderator.SuspendAsync(who).ShouldBeProblemAsync(403, "operator.role_too_low");
            await moderator.UnsuspendAsync(who).ShouldBeProblemAsync(403, "operator.role_too_low");
            await moderator.Http.PostAsync($"/api/identity/admin/users/{who.Id}/sessions/end").ShouldBeProblemAsync(403, "operator.role_too_low");
        }

        await app.Admin.SuspendAsync(app.Admin).ShouldBeProblemAsync(403, "operator.role_too_low");
        // Not a moderator: the routes are not there.
        await ann.SuspendAsync(other).ShouldBeProblemAsync(404, "route.not_found");
        await ann.Http.GetAsync("/api/identity/admin/users").ShouldBeProblemAsync(404, "route.not_found");
        await moderator.GiveRoleAsync(ann, "moderator").ShouldBeProblemAsync(404, "route.not_found");
        await moderator.Http.GetAsync("/api/identity/admin/audit").ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task A_suspended_moderator_can_do_nothing_with_a_token_that_has_not_expired()
    {
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        await app.Admin.SuspendAsync(moderator).ShouldBeAsync(204);
        using var refused = await moderator.SuspendAsync(ann);
        Assert.InRange((int)refused.StatusCode, 401, 404);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Ending_sessions_logs_the_person_out_everywhere()
    {
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        var again = await ann.LogInAgainAsync();
        await moderator.Http.PostAsync($"/api/identity/admin/users/{ann.Id}/sessions/end").ShouldBeAsync(204);
        await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.Second.RefreshAsync(again.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
    }

    // The log-in that was under way when the suspension came: whichever is first, no session lives on.
    [Fact]
    public async Task A_login_at_the_same_moment_leaves_no_session()
    {
        for (var round = 0; round < 25; round++)
        {
            var ann = await app.RegisterAsync();
            var logins = Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? app.First : app.Second).LogInAsync(ann.Username, ann.Password));
            await Task.WhenAll([.. logins, app.Admin.SuspendAsync(ann)]);
            Assert.Equal(["0"], await app.Database.RowsAsync("SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL", ann.Id));
        }
    }

    [Theory]
    [InlineData("""{"reason":""}""")]
    [InlineData("""{"reason":"   "}""")]
    [InlineData("""{"reason":"two\nlines"}""")]
    [InlineData("""{"reason":"late","until":"2020-01-01T00:00:00Z"}""")]
    public async Task A_reason_and_a_time_to_come_are_needed(string body)
    {
        var ann = await app.RegisterAsync();
        await app.Admin.Http.PostTextAsync($"/api/identity/admin/users/{ann.Id}/suspend", body).ShouldBeProblemAsync(400, "request.invalid");
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("unsuspend")]
    [InlineData("sessions/end")]
    public async Task Who_is_not_there_is_not_found(string act) =>
        await app.Admin.Http.PostAsync($"/api/identity/admin/users/{Guid.NewGuid()}/{act}", new { reason = "none" })
            .ShouldBeProblemAsync(404, "user.not_found");

    private async Task<System.Text.Json.JsonElement> GetAsync(Account who) =>
        await app.Admin.Http.GetAsync($"/api/identity/admin/users/{who.Id}").ShouldBeAsync(200);
}

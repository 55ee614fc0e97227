using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Operators;

[Collection(nameof(OperatorApp))]
public sealed class ChangingRoles(OperatorApp app)
{
    [Fact]
    public async Task The_first_admin_is_made_once_by_replicas_that_start_together()
    {
        Assert.Equal("admin", app.Admin.Session.GetProperty("user").GetProperty("role").GetString());
        Assert.Equal(["1"], await app.Database.RowsAsync("SELECT count(*) FROM users WHERE normalized_user_name = $1", "THE-FIRST"));
        Assert.Equal(["1"], await app.Database.RowsAsync(
            "SELECT count(*) FROM audit_events WHERE user_id = $1 AND type = 'account.role_changed'", app.Admin.Id));
    }

    [Fact]
    public async Task A_system_that_has_an_admin_makes_no_other()
    {
        var ann = await app.RegisterAsync();
        await using var later = ServiceHost.Start<Program>(app.Settings.Copy().With("Identity:FirstAdmin:Username", ann.Username));
        await later.Http().GetAsync("/alive").ShouldBeAliveAsync();
        Assert.Equal(["user"], await app.Database.RowsAsync("SELECT role FROM users WHERE id = $1", ann.Id));
    }

    [Fact]
    public async Task A_system_without_an_admin_promotes_the_account_of_that_name_and_keeps_its_password()
    {
        var settings = await IdentityApp.CreateSettingsAsync();
        await using var before = ServiceHost.Start<Program>(settings);
        var ann = await IdentityApp.RegisterOnAsync(before);
        await using var after = ServiceHost.Start<Program>(settings.Copy()
            .With("Identity:FirstAdmin:Username", ann.Username.ToUpperInvariant())
            .With("Identity:FirstAdmin:Email", "other@example.org")
            .With("Identity:FirstAdmin:Password", "another password"));
        var session = await after.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
        Assert.Equal("admin", session.GetProperty("user").GetProperty("role").GetString());
    }

    [Fact]
    public async Task A_higher_role_comes_with_the_next_refresh()
    {
        var ann = await app.RegisterAsync();
        await app.Admin.GiveRoleAsync(ann, "moderator").ShouldBeAsync(204);
        await ann.Http.GetAsync("/api/identity/admin/users").ShouldBeProblemAsync(404, "route.not_found");
        var refreshed = await app.Second.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        await app.Second.Bearing(refreshed.GetProperty("accessToken").GetString()!).GetAsync("/api/identity/admin/users").ShouldBeAsync(200);
    }

    // ASVS 8.3.2: a role that was taken is gone at once, whatever the token says.
    [Fact]
    public async Task A_taken_role_ends_the_sessions_and_its_acts()
    {
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        await app.Admin.GiveRoleAsync(moderator, "user").ShouldBeAsync(204);
        await app.Second.RefreshAsync(moderator.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        using var refused = await moderator.SuspendAsync(ann);
        Assert.InRange((int)refused.StatusCode, 401, 404);
        await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
    }

    // I12
    [Fact]
    public async Task Every_change_leaves_exactly_one_event()
    {
        var ann = await app.RegisterAsync();
        await app.Admin.GiveRoleAsync(ann, "moderator").ShouldBeAsync(204);
        await app.Admin.GiveRoleAsync(ann, "moderator").ShouldBeAsync(204);
        await app.Admin.GiveRoleAsync(ann, "user").ShouldBeAsync(204);
        await app.Admin.SuspendAsync(ann).ShouldBeAsync(204);
        var events = (await app.Admin.Http.GetAsync($"/api/identity/admin/audit?userId={ann.Id}").ShouldBeAsync(200)).GetProperty("items")
            .EnumerateArray().Where(happened => happened.GetProperty("actorId").ValueKind != System.Text.Json.JsonValueKind.Null).ToArray();
        Assert.Equal(
            ["account.suspended", "account.role_changed", "account.role_changed"],
            events.Select(happened => happened.GetProperty("type").GetString()));
        Assert.All(events, happened => Assert.Equal(app.Admin.Id, happened.GetProperty("actorId").GetGuid()));
        Assert.Equal("moderator", events[1].GetProperty("detail").GetProperty("from").GetString());
    }

    [Fact]
    public async Task The_last_admin_stays_also_when_two_demote_each_other_at_once()
    {
        var settings = (await IdentityApp.CreateSettingsAsync())
            .With("Identity:FirstAdmin:Username", "root-a")
            .With("Identity:FirstAdmin:Email", "root-a@example.org")
            .With("Identity:FirstAdmin:Password", IdentityApp.Password);
        await using var first = ServiceHost.Start<Program>(settings);
        await using var second = ServiceHost.Start<Program>(settings);
        var database = new SecondFactor.IdentityDatabase(settings["ConnectionStrings:identity-db"]);
        var a = new Account(first, await first.LogInAsync("root-a", IdentityApp.Password).ShouldBeAsync(200), IdentityApp.Password);
        await a.GiveRoleAsync(a, "user").ShouldBeProblemAsync(409, "operator.last_admin");
        await a.Http.DeleteAsync("/api/identity/me").ShouldBeProblemAsync(409, "operator.last_admin");
        var b = await IdentityApp.RegisterOnAsync(second);
        for (var round = 0; round < 30; round++)
        {
            await database.RowsAsync("UPDATE users SET role = 'admin' RETURNING id");
            (a, b) = (await a.LogInAgainAsync(), await b.LogInAgainAsync());
            // Each other, or each themselves.
            var calls = round % 2 == 0
                ? await Task.WhenAll(a.GiveRoleAsync(b, "user"), b.GiveRoleAsync(a, "moderator"))
                : await Task.WhenAll(a.GiveRoleAsync(a, "user"), b.GiveRoleAsync(b, "user"));
            Assert.Single(calls, call => call.IsSuccessStatusCode);
            Assert.Equal(["1"], await database.RowsAsync("SELECT count(*) FROM users WHERE role = 'admin'"));
        }
    }

    [Theory]
    [InlineData("""{"role":"king"}""")]
    [InlineData("""{"role":2}""")]
    [InlineData("""{"role":null}""")]
    [InlineData("{}")]
    public async Task Another_role_is_none(string body)
    {
        var ann = await app.RegisterAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await app.Admin.Http.PutAsync(new Uri($"/api/identity/admin/users/{ann.Id}/role", UriKind.Relative), content)
            .ShouldBeProblemAsync(400, "request.malformed");
    }

    [Fact]
    public async Task A_first_admin_that_cannot_be_made_stops_the_start_and_says_why_without_the_password()
    {
        var settings = (await IdentityApp.CreateSettingsAsync())
            .With("Identity:FirstAdmin:Username", "x").With("Identity:FirstAdmin:Email", "no address").With("Identity:FirstAdmin:Password", "pw-short");
        var failure = Assert.ThrowsAny<Exception>(() => ServiceHost.Start<Program>(settings)).ToString();
        Assert.Contains("Identity:FirstAdmin", failure);
        Assert.DoesNotContain("pw-short", failure);
    }
}

file static class Alive
{
    public static async Task ShouldBeAliveAsync(this Task<HttpResponseMessage> request) => Assert.True((await request).IsSuccessStatusCode);
}

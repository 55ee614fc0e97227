using System.Text.Json;
using Npgsql;
using OneVOne.Identity.Tests.Operators;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Audit;

// ASVS 16.2.1, 16.3.1, 16.3.2, 16.4.2
[Collection(nameof(OperatorApp))]
public sealed class KeepingRecords(OperatorApp app)
{
    [Fact]
    public async Task A_login_is_on_record_with_time_address_and_device()
    {
        var ann = await app.RegisterAsync();
        var http = app.Second.Http();
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Test/1.0");
        await http.PostAsync("/api/identity/login", new { login = ann.Username, password = ann.Password }).ShouldBeAsync(200);
        var happened = (await EventsAsync(ann))[0];
        Assert.Equal("session.started", happened.GetProperty("type").GetString());
        Assert.Equal("self", happened.GetProperty("actor").GetString());
        Assert.Equal("Test/1.0", happened.GetProperty("device").GetString());
        Assert.False(string.IsNullOrEmpty(happened.GetProperty("address").GetString()));
        Assert.Equal("password", happened.GetProperty("detail").GetProperty("method").GetString());
        Assert.Equal(DateTimeOffset.UtcNow, happened.GetProperty("at").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Refused_logins_become_one_event_with_their_number()
    {
        var ann = await app.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? app.First : app.Second).LogInAsync(ann.Username, "wrong password")));
        var counted = 0;
        var refused = await Eventually.GetAsync("the refusals are on record", async () =>
        {
            var events = (await EventsAsync(ann)).Where(happened => happened.GetProperty("type").GetString() == "session.refused").ToArray();
            counted = events.Sum(happened => happened.GetProperty("detail").GetProperty("count").GetInt32());
            return counted == 20 ? events : null;
        });
        // The window is short here, so that they may have fallen into several.
        Assert.InRange(refused.Length, 1, 5);
        Assert.Equal("password", refused[0].GetProperty("detail").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_an_operator_did_is_seen_without_their_address()
    {
        var ann = await app.RegisterAsync();
        await app.Admin.Http.PostAsync($"/api/identity/admin/users/{ann.Id}/sessions/end").ShouldBeAsync(204);
        var again = await ann.LogInAgainAsync();
        var happened = (await EventsAsync(again)).Single(e => e.GetProperty("type").GetString() == "account.sessions_ended");
        Assert.Equal("admin", happened.GetProperty("actor").GetString());
        Assert.Equal(JsonValueKind.Null, happened.GetProperty("address").ValueKind);
        Assert.False(happened.TryGetProperty("actorId", out _));
    }

    [Fact]
    public async Task Nobody_sees_the_record_of_another()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var theirs = (await EventsAsync(ann)).Select(happened => happened.GetProperty("id").GetGuid());
        Assert.Empty(theirs.Intersect((await EventsAsync(bob)).Select(happened => happened.GetProperty("id").GetGuid())));
    }

    [Fact]
    public async Task Pages_go_back_in_time_without_gap_or_repetition()
    {
        var ann = await app.RegisterAsync();
        for (var i = 0; i < 4; i++)
        {
            await app.First.LogInAsync(ann.Username, ann.Password).ShouldBeAsync(200);
        }

        var seen = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await ann.Http.GetAsync($"/api/identity/me/audit?limit=2&cursor={cursor}").ShouldBeAsync(200);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(happened => happened.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal((await EventsAsync(ann)).Select(happened => happened.GetProperty("id").GetGuid()), seen);
        Assert.Equal(5, seen.Count);
        await ann.Http.GetAsync("/api/identity/me/audit?cursor=YWJj").ShouldBeProblemAsync(400, "paging.cursor_invalid");
    }

    [Fact]
    public async Task An_admin_reads_all_of_it_by_person_and_type()
    {
        var ann = await app.RegisterAsync();
        var page = await app.Admin.Http.GetAsync($"/api/identity/admin/audit?userId={ann.Id}&type=account.registered").ShouldBeAsync(200);
        var happened = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(ann.Id, happened.GetProperty("userId").GetGuid());
        Assert.Equal(1, (await app.Admin.Http.GetAsync("/api/identity/admin/audit?limit=1").ShouldBeAsync(200)).GetProperty("items").GetArrayLength());
        await app.Admin.Http.GetAsync("/api/identity/admin/audit?userId=x").ShouldBeProblemAsync(400, "request.malformed");
    }

    // ASVS 16.2.5: nothing secret in it, whatever happened.
    [Fact]
    public async Task No_password_code_or_token_is_on_record()
    {
        var ann = await app.RegisterAsync();
        await app.First.LogInAsync(ann.Username, "a wrong password of mine").ShouldBeProblemAsync(401, "login.failed");
        var setup = await ann.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeAsync(200);
        var secret = setup.GetProperty("secret").GetString()!;
        var code = SecondFactor.Authenticator.CodeAt(secret, DateTimeOffset.UtcNow);
        var codes = await ann.Http.PostAsync("/api/identity/two-factor/enable", new { code }).ShouldBeAsync(200);
        var recovery = codes.GetProperty("recoveryCodes")[0].GetString()!;
        await SecondFactor.TwoFactorApp.LogInAsync(app.First, ann, recovery).ShouldBeAsync(200);
        var rows = string.Concat(await app.Database.RowsAsync(
            "SELECT audit_events::text FROM audit_events WHERE user_id = $1 UNION ALL SELECT refused_log_ins::text FROM refused_log_ins", ann.Id));
        foreach (var hidden in new[] { ann.Password, "a wrong password of mine", secret, code, recovery, ann.AccessToken, ann.RefreshToken })
        {
            Assert.DoesNotContain(hidden, rows);
        }
    }

    // ASVS 16.4.2
    [Fact]
    public async Task Rows_can_be_neither_changed_nor_removed()
    {
        foreach (var statement in new[] { "UPDATE audit_events SET type = 'x' RETURNING id", "DELETE FROM audit_events RETURNING id", "TRUNCATE audit_events" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => app.Database.RowsAsync(statement));
            Assert.Contains("append-only", refused.Message);
        }
    }

    [Fact]
    public async Task Rows_go_when_their_time_is_over()
    {
        var ann = await app.RegisterAsync();
        await app.Database.RowsAsync(
            "INSERT INTO audit_events (id, at, type, user_id) VALUES (gen_random_uuid(), now() - interval '401 days', 'old', $1) RETURNING id", ann.Id);
        await using var fresh = ServiceHost.Start<Program>(app.Settings);
        await Eventually.IsAsync("the old event goes", async () =>
            (await app.Database.RowsAsync("SELECT type FROM audit_events WHERE user_id = $1 ORDER BY at", ann.Id)) is ["account.registered"]);
    }

    private static async Task<JsonElement[]> EventsAsync(Account who) =>
        [.. (await who.Http.GetAsync("/api/identity/me/audit").ShouldBeAsync(200)).GetProperty("items").EnumerateArray()];
}

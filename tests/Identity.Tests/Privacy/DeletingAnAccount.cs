using System.Net.Http.Json;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Privacy;

public sealed class DeletingAnAccount(PrivacyApp app) : IClassFixture<PrivacyApp>
{
    [Fact]
    public async Task It_asks_again_who_it_is() // ASVS 7.5.1
    {
        var ann = await app.RegisterAsync();
        await app.ExecuteAsync("UPDATE sessions SET authenticated_at = now() - interval '11 minutes' WHERE user_id = $1", ann.Id);
        await PrivacyApp.PlanDeletionAsync(ann).ShouldBeProblemAsync(403, "reauthentication.required");
        await ann.Http.PostAsync("/api/identity/reauthenticate", new { ann.Password }).ShouldBeAsync(204);
        await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
    }

    [Fact]
    public async Task All_sessions_end_at_once_and_the_person_is_told_by_mail() // ASVS 7.4.2
    {
        var ann = await app.RegisterAsync();
        var other = await ann.LogInAgainAsync();
        var planned = await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
        Assert.InRange(
            planned.GetProperty("deletionAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromDays(13.9), TimeSpan.FromDays(14));
        await app.Replicas[1].RefreshAsync(ann.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.Replicas[1].RefreshAsync(other.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        Assert.Equal(2, await app.CountAsync(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND end_reason = 'account_deleted'", ann.Id));
        Assert.Single(await app.Mail.ReadAsync(ann.Email, "Your account will be deleted"));
    }

    [Fact]
    public async Task Within_the_grace_the_person_logs_in_sees_the_day_and_takes_it_back()
    {
        var ann = await app.RegisterAsync();
        await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
        var back = await ann.LogInAgainAsync();
        var own = await back.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.True(own.GetProperty("deletionAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);

        await back.Http.PostAsync("/api/identity/me/restore").ShouldBeAsync(204);
        await back.Http.PostAsync("/api/identity/me/restore").ShouldBeAsync(204);
        await app.EndGraceAsync(ann.Id);
        own = await back.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, own.GetProperty("deletionAt").ValueKind);
    }

    [Fact]
    public async Task Asked_again_the_day_stays()
    {
        var ann = await app.RegisterAsync();
        var first = await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
        var again = await PrivacyApp.PlanDeletionAsync(await ann.LogInAgainAsync()).ShouldBeAsync(202);
        Assert.Equal(first.GetProperty("deletionAt").GetString(), again.GetProperty("deletionAt").GetString());
        Assert.Equal(1, await app.CountAsync(
            "SELECT count(*) FROM audit_events WHERE user_id = $1 AND type = 'deletion.requested'", ann.Id));
    }

    [Fact]
    public async Task After_the_grace_everyone_is_told_once_and_nothing_tells_of_the_person()
    {
        await using var deleted = await Listening.StartAsync<UserDeleted>();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await ann.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = "Ann of Ard" })).ShouldBeAsync(200);
        await ann.Http.PutAsync(new Uri("/api/identity/me/avatar", UriKind.Relative), new ByteArrayContent(Avatars.Files.Png())
        {
            Headers = { ContentType = new("image/png") },
        }).ShouldBeAsync(200);
        await ann.Http.PostAsync("/api/identity/me/export").ShouldBeAsync(202);
        await app.DeleteAsync(ann);

        var told = await deleted.FirstAsync(e => e.UserId == ann.Id);
        Assert.Equal(4, told.Version); // registered, renamed, pictured, gone
        foreach (var table in new[] { "sessions", "avatars", "data_exports" })
        {
            Assert.Equal(0, await app.CountAsync($"SELECT count(*) FROM {table} WHERE user_id = $1", ann.Id));
        }

        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM users WHERE id = $1", ann.Id));
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM outgoing_emails WHERE recipient = $1", ann.Email));
        await Eventually.IsAsync("the log has only ids and times", async () =>
            await app.CountAsync("SELECT count(*) FROM audit_events WHERE user_id = $1 AND (address IS NOT NULL OR detail <> '{}')", ann.Id) == 0);
        Assert.NotEqual(0, await app.CountAsync("SELECT count(*) FROM audit_events WHERE user_id = $1", ann.Id));
        Assert.Single(deleted.Where(e => e.UserId == ann.Id));

        await app.Replicas[1].LogInAsync(ann.Email, ann.Password).ShouldBeProblemAsync(401, "login.failed");
        await ann.Http.GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.session_ended");
        await bob.Http.GetAsync($"/api/identity/users/by-name/{ann.Username}").ShouldBeProblemAsync(404, "user.not_found");
        var seen = await bob.Http.GetAsync($"/api/identity/users/{ann.Id}").ShouldBeAsync(200);
        Assert.True(seen.GetProperty("deleted").GetBoolean());
        Assert.Equal("deleted user", seen.GetProperty("displayName").GetString());
        var many = await bob.Http.GetAsync($"/api/identity/users?ids={ann.Id},{bob.Id}").ShouldBeAsync(200);
        Assert.Equal(2, many.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_address_is_free_again_and_the_name_stays_taken()
    {
        var ann = await app.RegisterAsync();
        await app.DeleteAsync(ann);
        await RegisterAsync(ann.Username.ToUpperInvariant(), $"{IdentityApp.NewName()}@example.org")
            .ShouldBeProblemAsync(409, "account.username_taken");
        await RegisterAsync(IdentityApp.NewName(), ann.Email).ShouldBeAsync(201);
    }

    [Fact]
    public async Task Whoever_registers_the_name_in_the_moment_of_its_deletion_does_not_get_it() // R12
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.RegisterAsync()));
        foreach (var account in accounts)
        {
            await PrivacyApp.PlanDeletionAsync(account).ShouldBeAsync(202);
        }

        // Held by a lock, all of them wait for the index entry of the name and go on when the deletion has committed.
        var trying = accounts.SelectMany(account => Enumerable.Range(0, 4).Select(async n =>
        {
            while (await app.CountAsync("SELECT count(*) FROM deletions WHERE user_id = $1", account.Id) == 0)
            {
                using var answer = await RegisterAsync(account.Username, $"{IdentityApp.NewName()}@example.org", n % 2);
                await answer.ShouldBeProblemAsync(409, "account.username_taken");
            }
        })).ToList();
        await app.ExecuteAsync("UPDATE users SET deletion_at = now() WHERE id = ANY ($1)", (object)accounts.Select(a => a.Id).ToArray());
        await Task.WhenAll(trying);
    }

    [Fact]
    public async Task Taken_back_at_the_last_moment_an_account_is_either_whole_or_gone() // R12
    {
        for (var round = 0; round < 10; round++)
        {
            var ann = await app.RegisterAsync();
            await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
            var back = await ann.LogInAgainAsync();
            var ending = app.EndGraceAsync(ann.Id);
            await Task.WhenAll(ending, back.Http.PostAsync("/api/identity/me/restore").ShouldBeAsync(204));
            await Eventually.IsAsync("one of both", async () =>
                await app.CountAsync("SELECT count(*) FROM users WHERE id = $1 AND deletion_at IS NULL", ann.Id)
                + await app.CountAsync("SELECT count(*) FROM deletions WHERE user_id = $1", ann.Id) == 1);
        }
    }

    [Fact]
    public async Task Everything_that_is_written_while_the_account_goes_goes_with_it() // R12
    {
        for (var round = 0; round < 5; round++)
        {
            var ann = await app.RegisterAsync();
            await PrivacyApp.PlanDeletionAsync(ann).ShouldBeAsync(202);
            await app.EndGraceAsync(ann.Id);
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).SelectMany(n => new[]
            {
                ann.Replica.LogInAsync(ann.Username, ann.Password),
                ann.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = $"Ann {n}" })),
                ann.Http.PostAsync("/api/identity/me/export"),
            }));
            Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500, $"{answer.RequestMessage!.RequestUri} {answer.StatusCode}"));
            await Eventually.IsAsync("the account is gone", async () =>
                await app.CountAsync("SELECT count(*) FROM deletions WHERE user_id = $1", ann.Id) == 1);
            foreach (var table in new[] { "sessions", "data_exports" })
            {
                Assert.Equal(0, await app.CountAsync($"SELECT count(*) FROM {table} WHERE user_id = $1", ann.Id));
            }
        }
    }

    [Fact]
    public async Task Every_service_confirms_and_an_admin_sees_who_has_not()
    {
        await using var bus = await Listening.StartAsync<PersonErased>();
        var (admin, ann) = (await app.AdminAsync(), await app.RegisterAsync());
        await app.DeleteAsync(ann);
        await Eventually.IsAsync("identity has confirmed", async () => await ConfirmedAsync(admin, ann.Id) == "identity");

        var erasedAt = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        await bus.SayAsync(new PersonErased(ann.Id, "chat", erasedAt));
        await bus.SayAsync(new PersonErased(ann.Id, "stranger", erasedAt));
        await Eventually.IsAsync("chat has confirmed", async () => await ConfirmedAsync(admin, ann.Id) == "chat,identity");
        var bob = await app.RegisterAsync();
        await bob.Http.GetAsync("/api/identity/admin/deletions").ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task The_log_still_lets_nothing_else_be_changed()
    {
        var ann = await app.RegisterAsync();
        foreach (var change in new[] { "type = 'x'", "address = 'x'", "user_id = NULL", "at = now()", "detail = '{\"a\":1}'" })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.ExecuteAsync(
                $"WITH on_ AS MATERIALIZED (SELECT set_config('audit.erasing', 'on', false)) UPDATE audit_events SET {change} FROM on_ WHERE user_id = $1",
                ann.Id));
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<string> ConfirmedAsync(Account admin, Guid userId)
    {
        var page = await admin.Http.GetAsync("/api/identity/admin/deletions?limit=100").ShouldBeAsync(200);
        return string.Join(',', page.GetProperty("items").EnumerateArray()
            .Where(deletion => deletion.GetProperty("userId").GetGuid() == userId)
            .SelectMany(deletion => deletion.GetProperty("services").EnumerateArray())
            .Where(service => service.GetProperty("erasedAt").ValueKind != System.Text.Json.JsonValueKind.Null)
            .Select(service => service.GetProperty("service").GetString()));
    }

    private Task<HttpResponseMessage> RegisterAsync(string username, string email, int replica = 0) =>
        app.Replicas[replica].Http().PostAsync("/api/identity/register", new { username, email, password = IdentityApp.Password });
}

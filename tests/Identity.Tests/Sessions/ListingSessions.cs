using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Sessions;

/// <summary>ASVS 7.5.2: people see where they are logged in, and end any of it.</summary>
public sealed class ListingSessions(IdentityApp app)
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";

    [Fact]
    public async Task A_session_tells_its_device_its_address_and_which_one_it_is()
    {
        var ann = await app.RegisterAsync();
        var phone = await LogInAsync(ann, Firefox);
        var list = await phone.Http.GetAsync("/api/identity/sessions").ShouldBeAsync(200);
        var items = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(2, items.Length);
        Assert.Equal(["address", "createdAt", "current", "device", "id", "lastUsedAt"],
            items[0].EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("Firefox on Windows", "127.0.0.1"), (Text(items[0], "device"), Text(items[0], "address")));
        Assert.True(items[0].GetProperty("current").GetBoolean());
        Assert.False(items[1].GetProperty("current").GetBoolean());
        Assert.Equal(phone.SessionId, items[0].GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData(Firefox, null, "Firefox on Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", null, "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", null, "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36", null, "Chrome on Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", null, "Chrome on Linux")]
    [InlineData(Firefox, "Space Cats (Steam Deck)", "Space Cats (Steam Deck)")]
    [InlineData("SpaceCats/1.4.2 extra", null, "SpaceCats")]
    [InlineData("<script>", null, "script")]
    [InlineData("", null, "Unknown device")]
    public async Task A_device_has_a_name_that_its_owner_knows(string userAgent, string? clientName, string device)
    {
        var phone = await LogInAsync(await app.RegisterAsync(), userAgent, clientName);
        var list = await phone.Http.GetAsync("/api/identity/sessions?limit=1").ShouldBeAsync(200);
        Assert.Equal(device, Text(list.GetProperty("items")[0], "device"));
    }

    [Fact]
    public async Task Pages_give_every_session_once_the_newest_log_in_first()
    {
        var ann = await app.RegisterAsync();
        var expected = new List<Guid> { ann.SessionId };
        for (var i = 0; i < 4; i++)
        {
            expected.Insert(0, (await ann.LogInAgainAsync()).SessionId);
        }

        var (seen, cursor) = (new List<Guid>(), "");
        do
        {
            var page = await ann.Http.GetAsync($"/api/identity/sessions?limit=2&cursor={cursor}").ShouldBeAsync(200);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(expected, seen);
        await ann.Http.GetAsync("/api/identity/sessions?cursor=x").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        await ann.Http.GetAsync("/api/identity/sessions?limit=0").ShouldBeProblemAsync(400, "paging.limit_invalid");
    }

    [Fact]
    public async Task One_session_can_be_ended_from_another_on_any_replica()
    {
        var ann = await app.RegisterAsync();
        var lost = await ann.LogInAgainAsync();
        await app.Second.Bearing(ann.AccessToken).DeleteAsync($"/api/identity/sessions/{lost.SessionId}").ShouldBeAsync(204);
        await RefusedAsync(lost);
        await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        await ann.Http.DeleteAsync($"/api/identity/sessions/{lost.SessionId}").ShouldBeProblemAsync(404, "session.not_found");
        Assert.Equal("revoked", await app.ScalarAsync<string>("SELECT end_reason FROM sessions WHERE id = $1", lost.SessionId));
        Assert.Equal(1L, await app.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE user_id = $1 AND type = 'session.ended'", ann.Id));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await bob.Http.DeleteAsync($"/api/identity/sessions/{ann.SessionId}").ShouldBeProblemAsync(404, "session.not_found");
        await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
    }

    [Fact]
    public async Task All_others_can_be_ended_at_once()
    {
        var ann = await app.RegisterAsync();
        var others = await Task.WhenAll(ann.LogInAgainAsync(), ann.LogInAgainAsync());
        await ann.Http.DeleteAsync("/api/identity/sessions").ShouldBeAsync(204);
        foreach (var other in others)
        {
            await RefusedAsync(other);
        }

        await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Beyond_the_limit_the_session_that_was_unused_longest_ends()
    {
        var few = app.StartReplica(("Identity:Sessions:MaxPerUser", "3"));
        var ann = await IdentityApp.RegisterOnAsync(few);
        var second = await ann.LogInAgainAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ann.LogInAgainAsync()));
        await RefusedAsync(ann);
        await RefusedAsync(second);
        Assert.Equal(3L, await app.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1 AND ended_at IS NULL", ann.Id));
        Assert.Equal("too_many", await app.ScalarAsync<string>("SELECT end_reason FROM sessions WHERE id = $1", ann.SessionId));
    }

    [Fact]
    public async Task A_refresh_notes_when_the_session_was_used_last()
    {
        var ann = await app.RegisterAsync();
        await app.ScalarAsync<int>("UPDATE sessions SET last_used_at = now() - interval '1 day' WHERE id = $1", ann.SessionId);
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        Assert.True(await app.ScalarAsync<bool>("SELECT last_used_at > now() - interval '1 minute' FROM sessions WHERE id = $1", ann.SessionId));
    }

    private async Task RefusedAsync(Account account)
    {
        await app.First.RefreshAsync(account.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        foreach (var replica in app.Replicas)
        {
            await Eventually.IsAsync("the access token is refused too", async () =>
                (int)(await replica.Bearing(account.AccessToken).GetAsync("/api/identity/me")).StatusCode == 401, TimeSpan.FromSeconds(1));
            await replica.Bearing(account.AccessToken).GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.session_ended");
        }
    }

    private static async Task<Account> LogInAsync(Account account, string userAgent, string? clientName = null)
    {
        var client = account.Replica.Http();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        if (clientName is not null)
        {
            client.DefaultRequestHeaders.Add("X-Client-Name", clientName);
        }

        var session = await client
            .PostAsync("/api/identity/login", new { login = account.Username, password = account.Password }).ShouldBeAsync(200);
        return account with { Session = session };
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}

using System.Text.Json;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Export;

/// <summary>What another service reads to build its projection anew and to compare it. docs/events.md has the rules.</summary>
// One after the other: a service with a database of its own hears of deletions too, and would answer them.
[Collection("Services of their own")]
public sealed class ExportingForProjections(FriendsApp app)
{
    [Fact]
    public async Task Each_relationship_is_exported_as_the_last_event_told_it()
    {
        var (ann, bob, carl, dora) = (app.Register("ann"), app.Register("bob"), app.Register("carl"), app.Register("dora"));
        await ann.BefriendAsync(bob);
        await ann.BefriendAsync(carl);
        await carl.BlockAsync(ann).ShouldBeAsync(204);
        await ann.RequestAsync(dora);
        var exported = await ReadAllAsync<RelationshipChanged>("relationships", last => $"{last.LowUserId},{last.HighUserId}", 3);

        var told = (await app.Events.BetweenAsync(ann, bob)).Concat(app.Events.Between(ann, carl)).OfType<RelationshipChanged>();
        Assert.Equal(
            told.GroupBy(change => (change.LowUserId, change.HighUserId))
                .Select(changes => changes.MaxBy(change => change.Version))
                .OrderBy(change => (change!.LowUserId, change.HighUserId)),
            exported.Where(change => ann.Id == change.LowUserId || ann.Id == change.HighUserId));
        // A request alone is no relationship.
        Assert.DoesNotContain(exported, change => dora.Id == change.LowUserId || dora.Id == change.HighUserId);
    }

    [Fact]
    public async Task Each_person_who_chose_is_exported_as_the_last_event_told_it()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await ann.SetPrivacyAsync("nobody", "everyone").ShouldBeAsync(200);
        await ann.SetPrivacyAsync("friends", "nobody").ShouldBeAsync(200);
        var exported = await ReadAllAsync<PrivacyChanged>("privacy", last => $"{last.UserId}", 2);
        var told = (await app.Events.AboutAsync(ann)).OfType<PrivacyChanged>().Last();
        Assert.Equal(told, Assert.Single(exported, settings => settings.UserId == ann.Id));
        Assert.DoesNotContain(exported, settings => settings.UserId == bob.Id);
    }

    [Theory]
    [InlineData("relationships", "relationships", "low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version")]
    [InlineData(
        "privacy", "privacy_settings", "user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version")]
    public async Task The_checksum_is_what_the_same_rows_give_elsewhere(string what, string table, string columns)
    {
        await AskAsync($"{what}/checksum");
        await app.Register("ann").SetPrivacyAsync("nobody").ShouldBeAsync(200);
        await app.BefriendAsync();
        // Other tests go on meanwhile: what is compared must be of one moment.
        await Eventually.IsAsync("a moment in which nobody changes anything", async () =>
        {
            var before = await AskAsync($"{what}/checksum");
            var rows = await app.ScalarAsync<string>(
                $"SELECT coalesce(json_agg(rows ORDER BY random()), '[]')::text FROM (SELECT {columns} FROM {table}) AS rows");
            var after = await AskAsync($"{what}/checksum");
            if (before.ToString() != after.ToString())
            {
                return false;
            }

            var copy = what == "privacy" ? "privacy_settings" : "relationships";
            var elsewhere = await app.ScalarAsync<string>(
                $"""
                SELECT sum(('x' || left(md5(concat_ws('|', {columns})), 15))::bit(60)::bigint)::text
                FROM json_populate_recordset(NULL::{copy}, $1::json)
                """,
                rows);
            Assert.Equal(JsonSerializer.Deserialize<JsonElement>(rows).GetArrayLength(), before.GetProperty("count").GetInt32());
            Assert.Equal(elsewhere, before.GetProperty("checksum").GetString());
            return true;
        });
    }

    [Fact]
    public async Task The_checksum_of_nothing_is_0_and_changes_with_any_fact()
    {
        var settings = await ServiceSettings.CreateAsync("friends", app.Identity);
        await using var replica = ServiceHost.Start<Program>(settings);
        using var services = replica.Http();
        services.DefaultRequestHeaders.Add(ServiceKey.Header, ServiceSettings.ServiceKey);
        var empty = await services.GetAsync("/internal/relationships/checksum").ShouldBeAsync(200);
        Assert.Equal("""{"count":0,"checksum":"0"}""", empty.ToString());

        var (ann, bob) = (app.Identity.CreateUser("ann"), app.Identity.CreateUser("bob"));
        using var http = replica.Http(ann);
        var seen = new List<string>();
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Put })
        {
            await http.SendAsync(new HttpRequestMessage(method, $"/api/friends/blocks/{bob.Id}")).ShouldBeAsync(204);
            seen.Add((await services.GetAsync("/internal/relationships/checksum").ShouldBeAsync(200)).ToString());
        }

        Assert.Distinct(seen);
        Assert.All(seen, answer => Assert.StartsWith("""{"count":1,""", answer, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("relationships?after=x")]
    [InlineData("relationships?after=00000000-0000-7000-8000-000000000001")]
    [InlineData("relationships?after=")]
    [InlineData("privacy?after=x")]
    [InlineData("privacy?limit=0")]
    [InlineData("relationships?limit=5001")]
    [InlineData("relationships?limit=x")]
    public async Task A_page_that_cannot_be_is_refused(string query) =>
        await SendAsync(query, ServiceSettings.ServiceKey).ShouldBeProblemAsync(400, "request.invalid");

    [Theory]
    [InlineData("relationships")]
    [InlineData("relationships/checksum")]
    [InlineData("privacy")]
    [InlineData("privacy/checksum")]
    public async Task Only_services_read_it_and_clients_do_not_hear_of_it(string what)
    {
        await SendAsync(what, null).ShouldBeProblemAsync(401, "service.key_invalid");
        await SendAsync(what, "another").ShouldBeProblemAsync(401, "service.key_invalid");
        await app.Register("ann").GetAsync($"/internal/{what}").ShouldBeProblemAsync(401, "service.key_invalid");
        var document = await app.Http.GetAsync("/openapi/v1.json").ShouldBeAsync(200);
        Assert.DoesNotContain(
            document.GetProperty("paths").EnumerateObject(), path => path.Name.StartsWith("/internal", StringComparison.Ordinal));
    }

    private async Task<List<T>> ReadAllAsync<T>(string what, Func<T, string> key, int limit)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            var page = await AskAsync($"{what}?limit={limit}{(next is null ? "" : $"&after={next}")}");
            // As an event is read, with numbers where clients have words.
            var items = page.GetProperty("items").Deserialize<List<T>>(JsonSerializerOptions.Web)!;
            Assert.InRange(items.Count, 0, limit);
            all.AddRange(items);
            next = page.GetProperty("next").GetString();
            Assert.Equal(next ?? key(items[^1]), key(items[^1]));
        }
        while (next is not null);
        // In the order of the key, which is also that of the text and of Guid.
        Assert.Equal(all.Select(key).Order(StringComparer.Ordinal), all.Select(key));
        return all;
    }

    private Task<JsonElement> AskAsync(string query) => SendAsync(query, ServiceSettings.ServiceKey).ShouldBeAsync(200);

    private Task<HttpResponseMessage> SendAsync(string query, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/{query}");
        if (key is not null)
        {
            request.Headers.Add(ServiceKey.Header, key);
        }

        return app.Http.SendAsync(request);
    }
}

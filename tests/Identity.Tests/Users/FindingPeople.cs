using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Users;

public sealed class FindingPeople(IdentityApp app)
{
    [Fact]
    public async Task A_person_is_found_by_id_and_by_name_in_any_case()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var expected =
            $$"""
            {"id":"{{bob.Id}}","username":"{{bob.Username}}","displayName":"{{bob.Username}}","bio":"","avatarUrl":"/api/identity/avatars/default/{{bob.Id}}","avatarId":null,"deleted":false}
            """;
        foreach (var path in new[] { $"{bob.Id}", $"by-name/{bob.Username}", $"by-name/{bob.Username.ToUpperInvariant()}" })
        {
            Assert.Equal(expected, (await ann.Http.GetAsync($"/api/identity/users/{path}").ShouldBeAsync(200)).ToString());
        }
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("not-an-id")]
    [InlineData("by-name/nobody-here")]
    [InlineData("by-name/%25")]
    public async Task Nobody_is_not_found(string path)
    {
        var ann = await app.RegisterAsync();
        await ann.Http.GetAsync($"/api/identity/users/{path}").ShouldBeProblemAsync(404, "user.not_found");
    }

    [Fact]
    public async Task A_prefix_finds_people_page_by_page_in_the_order_of_names()
    {
        var prefix = IdentityApp.NewName()[..12];
        string[] names = [$"{prefix}-d", $"{prefix}.e", $"{prefix}1", $"{prefix}A", $"{prefix}b", $"{prefix}C", $"{prefix}_x"];
        var ann = await app.RegisterAsync(names[3]);
        foreach (var name in names.Where((_, i) => i != 3))
        {
            await app.RegisterAsync(name);
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await ann.Http
                .GetAsync($"/api/identity/users?query={prefix.ToUpperInvariant()}&limit=2&cursor={cursor}").ShouldBeAsync(200);
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 2);
            found.AddRange(Names(page));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), found);
    }

    [Fact]
    public async Task A_display_name_is_found_too_after_those_whose_user_name_begins_so()
    {
        var prefix = "zoé" + IdentityApp.NewName()[..9];
        var ann = await app.RegisterAsync();
        var shown = new List<string>();
        foreach (var rest in new[] { "b", "A", "c" })
        {
            var person = await app.RegisterAsync();
            await person.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = $"{prefix}{rest}" })).ShouldBeAsync(200);
            shown.Add(person.Username);
        }

        var found = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await ann.Http
                .GetAsync($"/api/identity/users?query={Uri.EscapeDataString(prefix.ToUpperInvariant())}&limit=1&cursor={cursor}")
                .ShouldBeAsync(200);
            found.AddRange(Names(page));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal([shown[1], shown[0], shown[2]], found);
    }

    [Fact]
    public async Task Who_is_found_by_both_names_is_found_once_and_first()
    {
        var prefix = IdentityApp.NewName()[..12];
        var (both, other) = (await app.RegisterAsync($"{prefix}zz"), await app.RegisterAsync());
        foreach (var (person, name) in new[] { (both, $"{prefix} itself"), (other, $"{prefix} another") })
        {
            await person.Http.PatchAsync("/api/identity/me", JsonContent.Create(new { displayName = name })).ShouldBeAsync(200);
        }

        var page = await both.Http.GetAsync($"/api/identity/users?query={prefix}").ShouldBeAsync(200);
        Assert.Equal([both.Username, other.Username], Names(page));
        var (first, second) = (page.GetProperty("items")[0], page.GetProperty("items")[1]);
        Assert.Equal($"{prefix} itself", first.GetProperty("displayName").GetString());
        Assert.Equal($"{prefix} another", second.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_search_reads_the_indexes_and_not_the_table()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(app.Settings["ConnectionStrings:identity-db"]);
        await using var explain = source.CreateCommand(
            """
            SET enable_seqscan = off;
            EXPLAIN SELECT id FROM users
            WHERE display_name_key >= upper('ann' COLLATE "und-x-icu") COLLATE "C"
                AND display_name_key < upper('ann' COLLATE "und-x-icu") COLLATE "C" || U&'\+10FFFF'
            ORDER BY display_name_key, id LIMIT 50
            """);
        var plan = await ReadAllAsync(explain);
        Assert.Contains("users_by_display_name", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_")]
    [InlineData("%")]
    [InlineData("\\")]
    public async Task Signs_that_SQL_gives_a_meaning_have_none(string sign)
    {
        var prefix = IdentityApp.NewName()[..12];
        var ann = await app.RegisterAsync(prefix + "x");
        var page = await ann.Http.GetAsync($"/api/identity/users?query={Uri.EscapeDataString(prefix + sign)}").ShouldBeAsync(200);
        Assert.Empty(Names(page));
    }

    [Fact]
    public async Task Many_are_found_by_their_ids_and_unknown_ones_left_out()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var page = await ann.Http.GetAsync($"/api/identity/users?ids={ann.Id},{Guid.NewGuid()},{bob.Id},{bob.Id}").ShouldBeAsync(200);
        Assert.Equal(new[] { ann.Username, bob.Username }.ToHashSet(), Names(page).ToHashSet());
        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_hundred_ids_are_answered_and_more_are_refused()
    {
        var ann = await app.RegisterAsync();
        var ids = string.Join(',', Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()));
        await ann.Http.GetAsync($"/api/identity/users?ids={ids}").ShouldBeAsync(200);
        await ann.Http.GetAsync($"/api/identity/users?ids={ids},{ann.Id}").ShouldBeProblemAsync(400, "request.invalid");
    }

    [Theory]
    [InlineData("", "request.invalid")]
    [InlineData("?query=", "request.invalid")]
    [InlineData("?query=a&ids=00000000-0000-0000-0000-000000000001", "request.invalid")]
    [InlineData("?ids=x", "request.invalid")]
    [InlineData("?ids=,", "request.invalid")]
    [InlineData("?query=%00", "request.malformed")]
    [InlineData("?query=a&limit=0", "paging.limit_invalid")]
    [InlineData("?query=a&limit=x", "paging.limit_invalid")]
    [InlineData("?query=a&cursor=!", "paging.cursor_invalid")]
    [InlineData("?query=a&cursor=YR9i", "paging.cursor_invalid")]
    public async Task A_query_that_cannot_be_answered_is_refused(string query, string code)
    {
        var ann = await app.RegisterAsync();
        await ann.Http.GetAsync($"/api/identity/users{query}").ShouldBeProblemAsync(400, code);
    }

    [Fact]
    public async Task A_prefix_longer_than_any_name_finds_nobody()
    {
        var ann = await app.RegisterAsync();
        Assert.Empty(Names(await ann.Http.GetAsync($"/api/identity/users?query={new string('a', 2000)}").ShouldBeAsync(200)));
    }

    private static async Task<string> ReadAllAsync(Npgsql.NpgsqlCommand command)
    {
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Names(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("username").GetString()!);
}

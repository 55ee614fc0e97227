using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Search;

public sealed class SearchingForNonsense(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    public static TheoryData<string, string> Refused => new()
    {
        { "", "search.empty" },
        { "q=", "search.empty" },
        { "q=%20%22%22", "search.empty" },
        { $"q={new string('x', 5_000)}", "search.too_long" },
        { $"q={string.Join('+', Enumerable.Range(0, 30))}", "search.too_long" },
        { "q=fox%00", "request.malformed" },
        { "q=fox&from=%00", "request.malformed" },
        { "q=has:everything", "request.invalid" },
        { "q=before:yesterday", "request.invalid" },
        { "q=fox&after=2026-13-01", "request.invalid" },
        { "q=fox&order=random", "request.invalid" },
        { "q=fox&limit=0", "paging.limit_invalid" },
        { "q=fox&cursor=x", "paging.cursor_invalid" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public Task It_is_refused_with_a_code(string query, string code) =>
        app.NewPerson().Http().GetAsync($"/api/chat/search?{query}").ShouldBeProblemAsync(400, code);

    [Theory]
    [InlineData("%%%")]
    [InlineData("!!! ??? ...")]
    [InlineData("\"unbalanced")]
    [InlineData("\"\"\"")]
    [InlineData("' OR 1=1 --")]
    [InlineData("a & | ! <-> :* () \\")]
    [InlineData("-")]
    [InlineData("--- -\"-\"")]
    [InlineData("\\'\\''")]
    [InlineData("from: in:\"\"")]
    [InlineData("👩‍👩‍👧 \u202e\u0001")]
    [InlineData("x:y:z from:from:from")]
    public async Task It_finds_nothing_or_something_and_never_fails(string text)
    {
        var person = app.NewPerson();
        foreach (var order in (string[])["time", "rank"])
        {
            using var answer = await person.Http().GetAsync($"/api/chat/search?q={Uri.EscapeDataString(text)}&order={order}");
            Assert.True((int)answer.StatusCode is 200 or 400, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Signs_alone_find_nothing_however_many_messages_have_them()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "!!! ???");
        Assert.Empty((await ann.Http().GetAsync("/api/chat/search?q=!!!").ShouldBeAsync(200)).Items());
    }

    [Fact]
    public async Task A_cursor_of_another_search_or_another_person_is_refused()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        for (var n = 0; n < 3; n++)
        {
            await ann.SendAsync(direct, $"same word {n}");
        }

        var page = await ann.Http().GetAsync($"/api/chat/search?q=word&in={direct}&limit=1").ShouldBeAsync(200);
        var cursor = page.Text("next");
        await ann.Http(1).GetAsync($"/api/chat/search?q=word&in={direct}&limit=2&cursor={cursor}").ShouldBeAsync(200);
        foreach (var (person, query) in ((ChatPerson, string)[])[
            (ann, $"q=same&in={direct}"), (ann, "q=word"), (ann, $"q=word&in={direct}&order=rank"), (bob, $"q=word&in={direct}")])
        {
            await person.Http().GetAsync($"/api/chat/search?{query}&cursor={cursor}").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        }
    }
}

using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Search;

public sealed class FindingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task All_words_must_be_there_in_any_order_and_of_the_last_one_the_beginning_is_enough()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "The quick brown fox jumps");
        await ann.SendAsync(direct, "A fox, brown as ever");
        await ann.SendAsync(direct, "a blue fox");
        Assert.Equal(["A fox, brown as ever", "The quick brown fox jumps"], await FoundAsync(ann, direct, "BROWN fo"));
        Assert.Equal(["The quick brown fox jumps"], await FoundAsync(ann, direct, "fox jumps brown"));
        Assert.Empty(await FoundAsync(ann, direct, "fo brown"));
        Assert.Equal(["The quick brown fox jumps"], await FoundAsync(ann, direct, "\"brown fox\""));
        Assert.Equal(["a blue fox"], await FoundAsync(ann, direct, "fox -brown"));
        Assert.Equal(["a blue fox"], await FoundAsync(ann, direct, "-\"quick brown\" -ever fox"));
    }

    [Fact]
    public async Task Accents_and_case_do_not_matter_and_words_of_any_language_are_words()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "Ein Café in Łódź");
        await ann.SendAsync(direct, "Привет, мир");
        Assert.Single(await FoundAsync(ann, direct, "cafe lodz"));
        Assert.Single(await FoundAsync(ann, direct, "CAFÉ"));
        Assert.Single(await FoundAsync(ann, direct, "ПРИВЕТ"));
    }

    [Fact]
    public async Task Highlights_say_where_the_words_stand_in_utf_16_units_of_the_text_as_written()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        const string Body = "🦊 <b>Fox</b> & the café: foxes! https://example.org/fox";
        await ann.SendAsync(direct, Body);
        var item = (await SearchAsync(ann, $"q={Uri.EscapeDataString("cafe fox")}&in={direct}")).Items()[0];
        Assert.Equal(Body, item.GetProperty("message").Text("body"));
        var words = item.Items("highlights").Select(range => Body.Substring(range[0].GetInt32(), range[1].GetInt32())).ToList();
        Assert.Contains("Fox", words);
        Assert.Contains("café", words);
        Assert.Contains("foxes", words);
        Assert.All(words, word => Assert.Contains(word, (string[])["Fox", "café", "foxes", "fox", "/fox"]));
    }

    [Fact]
    public async Task Filters_are_said_in_the_text_or_beside_it()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var first = await ann.SendAsync(direct, "look at https://example.org");
        await bob.Http().PostAsync(
            $"/api/chat/conversations/{direct}/messages",
            new { clientMessageId = Guid.NewGuid(), body = "look yourself", replyTo = first.Id("messageId") }).ShouldBeAsync(201);
        await bob.SendAsync(direct, $"look, @{ann.Username}");
        await app.ExecuteAsync($"UPDATE messages SET pinned_at = now(), reaction_count = 1 WHERE id = '{first.Id("messageId")}'");
        string[] bobs = [$"look, @{ann.Username}", "look yourself"];

        Assert.Equal(bobs, await FoundAsync(ann, direct, $"look from:{bob.Username.ToUpperInvariant()}"));
        Assert.Equal(bobs, await FoundAsync(ann, direct, $"from:{bob.Id}"));
        Assert.Equal(bobs, await FoundAsync(bob, direct, "from:me look"));
        Assert.Equal(["look at https://example.org"], await FoundAsync(ann, direct, "has:link"));
        Assert.Equal([bobs[0]], await FoundAsync(ann, direct, "has:mention look"));
        Assert.Equal([bobs[1]], await FoundAsync(ann, direct, "has:reply"));
        Assert.Equal(["look at https://example.org"], await FoundAsync(ann, direct, "has:pin has:reaction"));
        Assert.Empty(await FoundAsync(ann, direct, "from:nobody look"));
        Assert.Equal(3, (await SearchAsync(ann, $"q=look&in={bob.Username}")).Items().Length);
        Assert.Equal(3, (await SearchAsync(ann, $"q={Uri.EscapeDataString($"look in:\"{bob.Username}\"")}")).Items().Length);
        Assert.Empty((await SearchAsync(ann, $"q=look&in={ann.Username}_nowhere")).Items());
        Assert.Equal(3, (await SearchAsync(ann, $"in={direct}&from={bob.Id}&from={ann.Username}")).Items().Length);
    }

    [Fact]
    public async Task Before_and_after_take_days_and_times()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "word one");
        await ann.SendAsync(direct, "word two");
        await app.ExecuteAsync($"UPDATE messages SET created_at = '2020-06-15T12:00:00Z' WHERE conversation_id = '{direct}' AND seq = 1");
        Assert.Equal(["word one"], await FoundAsync(ann, direct, "word before:2020-06-16"));
        Assert.Empty(await FoundAsync(ann, direct, "word before:2020-06-15"));
        Assert.Equal(["word two"], await FoundAsync(ann, direct, "word after:2020-06-15T12:00:01Z"));
        Assert.Equal(["word one"], await FoundAsync(ann, direct, "word after:2020-06-15T14:00:00+02:00 before:2020-06-15T12:00:00.5Z"));
        Assert.Equal(["word one"], await FoundAsync(ann, direct, "before:2021-01-01"));
    }

    [Fact]
    public async Task What_is_edited_is_found_by_its_new_words_and_what_is_deleted_by_none()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "aardvark");
        await ann.SendAsync(direct, "badger");
        await app.ExecuteAsync(
            $"""
            UPDATE messages SET body = 'capybara' WHERE conversation_id = '{direct}' AND seq = 1;
            UPDATE messages SET body = '', deleted_at = now() WHERE conversation_id = '{direct}' AND seq = 2
            """);
        Assert.Empty(await FoundAsync(ann, direct, "aardvark"));
        Assert.Single(await FoundAsync(ann, direct, "capybara"));
        Assert.Empty(await FoundAsync(ann, direct, "badger"));
    }

    [Theory]
    [InlineData("time", "")]
    [InlineData("time", "from:me has:link ")]
    [InlineData("rank", "")]
    public async Task Pages_have_everything_once_in_order_though_people_write_meanwhile(string order, string filters)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var word = $"needle{Guid.NewGuid():N}";
        for (var n = 0; n < 23; n++)
        {
            await ann.SendAsync(direct, $"{n} https://example.org {string.Concat(Enumerable.Repeat($"{word} ", 1 + (n % 5)))}");
        }

        var (found, cursor) = (new List<JsonElement>(), "");
        do
        {
            var path = $"q={Uri.EscapeDataString(filters + word)}&order={order}&limit=5{cursor}";
            var page = await SearchAsync(ann, path, replica: found.Count % 2);
            found.AddRange(page.Items());
            await ann.SendAsync(direct, $"later https://example.org {word} {word} {word} {word} {word} {word}");
            cursor = page.Text("next") is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);

        var bodies = found.Select(item => item.GetProperty("message").Text("body")!).ToList();
        Assert.Equal(23, bodies.Distinct().Count());
        Assert.Equal(23, bodies.Count);
        var seqs = found.Select(item => item.GetProperty("message").Number("seq")).ToList();
        var times = bodies.Select(body => body.Split(word).Length).ToList();
        Assert.Equal(order == "time" ? seqs.OrderDescending() : seqs.OrderByDescending(seq => times[seqs.IndexOf(seq)]).ThenByDescending(seq => seq), seqs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_a_long_room_rare_and_common_words_and_phrases_are_all_found(bool inIt)
    {
        const int Count = 30_000;
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var mark = $"mark{Guid.NewGuid():N}";
        await app.ExecuteAsync(
            $"""
            INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, version, created_at)
            SELECT '{direct}', n, gen_random_uuid(), '{ann.Id}', gen_random_uuid(), '{mark} everywhere ' || n ||
                CASE WHEN n % 100 = 3 THEN ' sometimes' ELSE '' END || CASE WHEN n = 7 THEN ' once upon a time' ELSE '' END, n,
                now() - interval '1 hour' + n * interval '100 milliseconds'
            FROM generate_series(1, {Count}) n;
            UPDATE conversations SET head_seq = {Count} WHERE id = '{direct}';
            ANALYZE messages
            """);
        var place = inIt ? $"&in={direct}" : "";
        foreach (var query in (string[])["once", "\"upon a time\"", "everywhere once", "everywhere \"once upon\"", $"once from:{ann.Username}"])
        {
            var found = Assert.Single((await SearchAsync(ann, $"q={Uri.EscapeDataString($"{mark} {query}")}{place}")).Items());
            Assert.Equal(7, found.GetProperty("message").Number("seq"));
        }

        var common = Enumerable.Range(1, Count).Where(n => n % 100 == 3).Select(n => (long)n).Reverse().ToList();
        Assert.Equal(common, await AllSeqsAsync(ann, $"q={mark} sometimes{place}"));
        Assert.Equal(common[..50], await AllSeqsAsync(ann, $"q={mark} sometimes{place}", limit: 10, pages: 5));
        Assert.Equal(common[..200], await AllSeqsAsync(ann, $"q={mark} sometimes{place}&order=rank", pages: 2));
        var everywhere = Enumerable.Range(0, 200).Select(n => (long)Count - n);
        Assert.Equal(everywhere, await AllSeqsAsync(ann, $"q={mark} everywhere{place}", pages: 2));
        Assert.Empty((await SearchAsync(ann, $"q={mark} \"sometimes everywhere\"{place}")).Items());
        Assert.Empty((await SearchAsync(ann, $"q={mark} -everywhere{place}")).Items());
    }

    private async Task<List<long>> AllSeqsAsync(ChatPerson person, string query, int limit = 100, int pages = int.MaxValue)
    {
        var (seqs, cursor) = (new List<long>(), "");
        do
        {
            var page = await SearchAsync(person, $"{query}&limit={limit}{cursor}");
            seqs.AddRange(page.Items().Select(item => item.GetProperty("message").Number("seq")));
            cursor = page.Text("next") is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0 && --pages > 0);

        return seqs;
    }

    private Task<JsonElement> SearchAsync(ChatPerson person, string query, int replica = 0) =>
        person.Http(replica).GetAsync($"/api/chat/search?{query}").ShouldBeAsync(200);

    private async Task<List<string>> FoundAsync(ChatPerson person, Guid conversation, string query) =>
        [.. (await SearchAsync(person, $"q={Uri.EscapeDataString(query)}&in={conversation}")).Items()
            .Select(item => item.GetProperty("message").Text("body")!)];
}

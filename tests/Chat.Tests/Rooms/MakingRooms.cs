using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Rooms;

public sealed class MakingRooms(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Who_makes_a_room_owns_it_and_finds_it_in_the_inbox()
    {
        var ann = app.NewPerson();
        await using var device = await ann.ListenAsync(1);
        var made = await ann.CreateRoomAsync(with: new
        {
            kind = "room",
            name = "  Chess club ",
            topic = "e4 e5",
            history = "since_join",
            slowMode = 30,
        });
        Assert.Equal(("room", "Chess club", "e4 e5"), (made.Text("kind"), made.Text("name"), made.Text("topic")));
        Assert.Equal(("owner", "since_join"), (made.Text("role"), made.Text("history")));
        Assert.Equal((1, 30, 1, 0), (made.Number("memberCount"), made.Number("slowMode"), made.Number("headSeq"), made.Number("unread")));
        Assert.Contains(await ann.ListAsync(replica: 1), c => c.Id() == made.Id());
        await device.HearAsync("ConversationChanged", e => e.Id("conversationId") == made.Id());
        await app.NewPerson().Http().GetAsync($"/api/chat/conversations/{made.Id()}").ShouldBeProblemAsync(404, "conversation.not_found");
    }

    [Theory]
    [InlineData("""{"kind":"room","name":"x"}""", "name")]
    [InlineData("""{"kind":"room","name":"   a   "}""", "name")]
    [InlineData("""{"kind":"room","name":"123456789012345678901234567890123456789012345678901"}""", "name")]
    [InlineData("""{"kind":"room","name":"two\nlines"}""", "name")]
    [InlineData("""{"kind":"room","name":"abc\u202Edef"}""", "name")]
    [InlineData("""{"kind":"room","name":"Chess","slowMode":-1}""", "slowMode")]
    [InlineData("""{"kind":"room","name":"Chess","slowMode":21601}""", "slowMode")]
    [InlineData("""{"kind":"room","name":"Chess","topic":"a\u2066b"}""", "topic")]
    [InlineData("""{"kind":"public","name":"Chess"}""", "kind")]
    [InlineData("""{"kind":"direct","name":"Chess"}""", "kind")]
    public async Task What_makes_no_room_is_refused_by_field(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var problem = await app.NewPerson().Http().PostAsync("/api/chat/conversations", content)
            .ShouldBeProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Fifty_characters_are_counted_as_people_count_them_and_a_topic_has_two_hundred_and_fifty()
    {
        var name = string.Concat(Enumerable.Repeat("😀", 50));
        var made = await app.NewPerson().CreateRoomAsync(with: new { kind = "room", name, topic = new string('x', 250) });
        Assert.Equal(name, made.Text("name"));
        await app.NewPerson().Http().PostAsync("/api/chat/conversations", new { kind = "room", name, topic = new string('x', 251) })
            .ShouldBeProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task The_same_call_again_under_one_key_makes_one_room_on_either_replica()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var key = Guid.NewGuid().ToString();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => MakeAsync(ann, key, i % 2)));
        Assert.Single(made.Distinct());
        Assert.Equal(2, (await ann.ListAsync()).Count);
        Assert.NotEqual(made[0], await MakeAsync(bob, key, 0));
        Assert.NotEqual(made[0], await MakeAsync(ann, "another", 0));

        static async Task<Guid> MakeAsync(ChatPerson person, string key, int replica)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat/conversations")
            {
                Content = JsonContent.Create(new { kind = "room", name = "Once" }),
            };
            request.Headers.Add("Idempotency-Key", key);
            return (await person.Http(replica).SendAsync(request).ShouldBeAsync(201)).Id();
        }
    }

    [Fact]
    public async Task Rooms_are_found_by_a_part_of_their_name_the_largest_first()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var word = Guid.NewGuid().ToString("N")[..8];
        var small = (await ann.CreateRoomAsync($"B {word}x")).Id();
        var other = (await ann.CreateRoomAsync($"a {word.ToUpperInvariant()}")).Id();
        var large = (await ann.CreateRoomAsync($"{word} z")).Id();
        await ann.CreateRoomAsync("100% of nothing");
        await bob.Join(large).ShouldBeAsync(200);
        var found = await FindAsync(bob, word);
        Assert.Equal([large, other, small], found.Select(room => room.Id()));
        Assert.Equal([true, false, false], found.Select(room => room.GetProperty("joined").GetBoolean()));
        Assert.Equal([2, 1, 1], found.Select(room => room.Number("memberCount")));
        Assert.Equal([large, other, small], (await PagesAsync(bob, word)).Select(room => room.Id()));
        Assert.Equal([small], (await FindAsync(bob, $"{word}X")).Select(room => room.Id()));
        // Letters like others.
        Assert.All(await FindAsync(bob, "100%"), room => Assert.Contains("100%", room.Text("name")));
        Assert.Empty(await FindAsync(bob, $"_{word[1..]}"));
        Assert.Empty(await FindAsync(bob, @"\"));
        await bob.Http().GetAsync($"/api/chat/rooms?query={new string('x', 51)}").ShouldBeProblemAsync(400, "request.invalid");
        await bob.Http().GetAsync("/api/chat/rooms?cursor=YQ").ShouldBeProblemAsync(400, "paging.cursor_invalid");
    }

    [Fact]
    public async Task The_list_holds_rooms_that_are_open_and_nothing_else()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var room = (await ann.CreateRoomAsync()).Id();
        var gone = (await ann.CreateRoomAsync()).Id();
        await ann.Http().DeleteAsync($"/api/chat/conversations/{gone}").ShouldBeAsync(204);
        var all = await PagesAsync(ann, "");
        Assert.Contains(room, all.Select(item => item.Id()));
        Assert.DoesNotContain(gone, all.Select(item => item.Id()));
        Assert.DoesNotContain(ChatPerson.Lobby, all.Select(item => item.Id()));
        Assert.DoesNotContain(direct, all.Select(item => item.Id()));
    }

    private static async Task<JsonElement[]> FindAsync(ChatPerson person, string query) =>
        (await person.Http().GetAsync($"/api/chat/rooms?query={Uri.EscapeDataString(query)}").ShouldBeAsync(200)).Items();

    private static async Task<List<JsonElement>> PagesAsync(ChatPerson person, string query)
    {
        var found = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var limit = query.Length == 0 ? 100 : 1;
            var page = await person.Http(1).GetAsync($"/api/chat/rooms?query={query}&limit={limit}&cursor={cursor}").ShouldBeAsync(200);
            found.AddRange(page.Items());
            cursor = page.Text("next");
        }
        while (cursor is not null);
        return found;
    }
}

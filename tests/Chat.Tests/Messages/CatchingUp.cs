using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class CatchingUp(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Who_was_away_finds_what_moved_and_pages_through_what_they_missed()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (_, quiet) = (app.NewPerson("cy"), await OpenAnotherAsync(bob));
        await ann.SendAsync(direct, "seen");
        await bob.Read(direct, 1).ShouldBeAsync(200);
        for (var i = 2; i <= 12; i++)
        {
            await ann.SendAsync(direct, $"missed {i}", replica: i % 2);
        }

        await using var hub = await bob.HubAsync(replica: 1);
        var lobby = (await bob.ConversationAsync(ChatPerson.Lobby)).Number("headSeq");
        var heads = new Dictionary<Guid, long> { [direct] = 1, [quiet] = 0, [ChatPerson.Lobby] = lobby };
        var answer = await hub.CallAsync("Sync", new { heads });
        var moved = answer.Items("conversations")
            .Where(c => c.Id("conversationId") != ChatPerson.Lobby).ToList();
        var one = Assert.Single(moved);
        Assert.Equal(direct, one.Id("conversationId"));
        Assert.Equal((12, 1, 11), (one.Number("headSeq"), one.Number("readSeq"), one.Number("unread")));
        Assert.Equal("direct", one.Text("kind"));

        var missed = await bob.EventsAsync(direct, after: 1, limit: 4, replica: 1);
        Assert.Equal(Enumerable.Range(2, 11).Select(seq => (long)seq), missed.Seqs());
        var last = await bob.Http().GetAsync($"/api/chat/conversations/{direct}/events?after=12").ShouldBeAsync(200);
        Assert.Empty(last.Items());
        Assert.Equal((12, false), (last.Number("head"), last.GetProperty("hasMore").GetBoolean()));
    }

    [Fact]
    public async Task Sync_names_what_the_client_did_not_and_a_mark_that_another_device_moved()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "hello");
        await using var hub = await bob.HubAsync();
        var all = await hub.CallAsync("Sync", new { heads = new { } });
        Assert.Equal(
            new[] { ChatPerson.Lobby, direct }.Order(),
            all.Items("conversations").Select(c => c.Id("conversationId")).Order());

        await bob.Read(direct, 1, replica: 1).ShouldBeAsync(200);
        Dictionary<Guid, long> At(long seq) => new() { [direct] = seq };
        Assert.DoesNotContain(direct, Named(await hub.CallAsync("Sync", new { heads = At(1) })));
        Assert.Contains(direct, Named(await hub.CallAsync("Sync", new { heads = At(1), reads = At(0) })));
        Assert.DoesNotContain(direct, Named(await hub.CallAsync("Sync", new { heads = At(1), reads = At(1) })));
        // A head beyond ours is one of another history: the client must look.
        Assert.Contains(direct, Named(await hub.CallAsync("Sync", new { heads = At(7) })));
    }

    [Fact]
    public async Task Sync_names_what_is_not_the_persons_any_longer_and_what_they_hid_elsewhere()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (_, _, ofOthers) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "one");
        var second = (await ann.SendAsync(direct, "two")).Id("messageId");
        await using var hub = await bob.HubAsync();
        var none = new { heads = new { } };
        var before = await hub.CallAsync("Sync", none);
        Assert.False(before.TryGetProperty("gone", out _));
        Assert.False(before.TryGetProperty("hidden", out _));

        var unknown = Guid.NewGuid();
        var heads = new Dictionary<Guid, long> { [direct] = 2, [ofOthers] = 0, [unknown] = 3 };
        var gone = await hub.CallAsync("Sync", new { heads });
        Assert.Equal(new[] { ofOthers, unknown }.Order(), gone.Items("gone").Select(id => id.GetGuid()).Order());

        await app.ExecuteAsync($"INSERT INTO hidden_messages (user_id, conversation_id, seq) VALUES ('{bob.Id}', '{direct}', 2)");
        var hidden = Assert.Single((await hub.CallAsync("Sync", new { heads, since = before.Time("at") })).Items("hidden"));
        Assert.Equal((direct, second, 2), (hidden.Id("conversationId"), hidden.Id("messageId"), hidden.Number("seq")));
        Assert.False((await hub.CallAsync("Sync", none)).TryGetProperty("hidden", out _));
        await hub.ShouldRefuseAsync(400, "request.malformed", "Sync", new { heads, since = "yesterday" });
    }

    [Fact]
    public async Task History_goes_back_and_forth_by_number()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        for (var i = 1; i <= 7; i++)
        {
            await ann.SendAsync(direct, $"{i}");
        }

        await ExpectAsync("limit=3", [5, 6, 7], hasMore: true);
        await ExpectAsync("before=5&limit=3", [2, 3, 4], hasMore: true);
        await ExpectAsync("before=2&limit=3", [1], hasMore: false);
        await ExpectAsync("before=0", [], hasMore: false);
        await ExpectAsync("after=2&limit=3", [3, 4, 5], hasMore: true);
        await ExpectAsync("after=5&limit=3", [6, 7], hasMore: false);
        await ExpectAsync("after=0&limit=7", [1, 2, 3, 4, 5, 6, 7], hasMore: false);
        await ExpectAsync("after=9223372036854775807", [], hasMore: false);

        async Task ExpectAsync(string query, int[] seqs, bool hasMore)
        {
            var page = await ann.Http().GetAsync($"/api/chat/conversations/{direct}/messages?{query}").ShouldBeAsync(200);
            Assert.Equal(seqs, page.Items().Select(m => (int)m.Number("seq")));
            Assert.Equal(hasMore, page.GetProperty("hasMore").GetBoolean());
        }
    }

    [Theory]
    [InlineData("messages?before=x", "request.malformed")]
    [InlineData("messages?before=99999999999999999999", "request.malformed")]
    [InlineData("messages?before=-1", "request.invalid")]
    [InlineData("messages?after=-1", "request.invalid")]
    [InlineData("messages?before=1&after=1", "request.invalid")]
    [InlineData("messages?limit=0", "paging.limit_invalid")]
    [InlineData("messages?limit=101", "paging.limit_invalid")]
    [InlineData("events?after=-1", "request.invalid")]
    [InlineData("events?after=1.5", "request.malformed")]
    [InlineData("events?limit=many", "paging.limit_invalid")]
    public async Task A_query_out_of_bounds_is_refused(string query, string code) =>
        await app.NewPerson().Http().GetAsync($"/api/chat/conversations/{ChatPerson.Lobby}/{query}")
            .ShouldBeProblemAsync(400, code);

    [Fact]
    public async Task The_history_of_others_is_not_there()
    {
        var (_, _, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        foreach (var path in new[] { "", "/messages", "/events?after=0", "/messages?before=1" })
        {
            foreach (var id in new[] { direct, Guid.NewGuid() })
            {
                await cy.Http().GetAsync($"/api/chat/conversations/{id}{path}")
                    .ShouldBeProblemAsync(404, "conversation.not_found");
            }
        }

        await using var hub = await cy.HubAsync();
        var named = Named(await hub.CallAsync("Sync", new { heads = new Dictionary<Guid, long> { [direct] = 0 } }));
        Assert.Equal([ChatPerson.Lobby], named);
    }

    private async Task<Guid> OpenAnotherAsync(ChatPerson bob)
    {
        var cy = app.NewPerson("cy");
        app.Friends.Set(cy.Id, bob.Id, areFriends: true, version: 1);
        return await bob.OpenDirectAsync(cy);
    }

    private static IEnumerable<Guid> Named(JsonElement answer) =>
        answer.Items("conversations").Select(c => c.Id("conversationId"));
}

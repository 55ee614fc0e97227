using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

public sealed class MarkingUnread(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task A_message_and_those_after_it_are_unread_again_on_all_devices()
    {
        var (ann, bob, direct) = await SentAsync(5);
        await using var phone = await bob.ModelAsync();
        await using var desk = await bob.ModelAsync(1);
        var read = await bob.Read(direct, 5).ShouldBeAsync(200);
        var marked = await Unread(bob, direct, 3, replica: 1).ShouldBeAsync(200);
        Assert.Equal((2, 3), (marked.Number("seq"), marked.Number("unread")));
        Assert.True(marked.Number("version") > read.Number("version"));
        foreach (var model in new[] { phone, desk })
        {
            var heard = await model.Hub!.HearAsync("Read", e => e.Number("version") == marked.Number("version"));
            Assert.Equal((2, 3), (heard.Number("seq"), heard.Number("unread")));
            await model.ShouldEqualFreshFetchAsync(byEventsAlone: true);
            Assert.Equal(3, model.Conversations[direct].Unread);
        }

        Assert.Equal(0, await ann.UnreadAsync(direct));
    }

    [Fact]
    public async Task It_never_reads_on_and_the_next_mark_does()
    {
        var (_, bob, direct) = await SentAsync(5);
        await bob.Read(direct, 2).ShouldBeAsync(200);
        var unmoved = await Unread(bob, direct, 4).ShouldBeAsync(200);
        Assert.Equal((2, 3), (unmoved.Number("seq"), unmoved.Number("unread")));
        await Unread(bob, direct, 1).ShouldBeAsync(200);
        Assert.Equal(5, await bob.UnreadAsync(direct));
        await bob.Read(direct, 5, replica: 1).ShouldBeAsync(200);
        Assert.Equal(0, await bob.UnreadAsync(direct));
        // Who has read nothing has nothing to take back.
        await bob.SendAsync(ChatPerson.Lobby, "something");
        Assert.Equal(0, (await Unread(app.NewPerson("cy"), ChatPerson.Lobby, 1).ShouldBeAsync(200)).Number("seq"));
    }

    [Fact]
    public async Task Who_is_notified_of_what_was_read_is_not_notified_again()
    {
        var (_, bob, direct) = await SentAsync(3);
        await bob.Read(direct, 3).ShouldBeAsync(200);
        await Unread(bob, direct, 2).ShouldBeAsync(200);
        await bob.Read(direct, 3).ShouldBeAsync(200);
        await Eventually.IsAsync("both are told", () => Task.FromResult(app.Bus.ReadsOf(direct).Count == 2));
        // Forward only, the highest wins with who hears it.
        Assert.All(app.Bus.ReadsOf(direct), read => Assert.Equal(3, read.Seq));
    }

    [Fact]
    public async Task Of_marks_that_come_in_any_order_all_devices_keep_the_last() // R14
    {
        var (_, bob, direct) = await SentAsync(20);
        await using var phone = await bob.ModelAsync();
        await using var desk = await bob.ModelAsync(1);
        var random = new Random(14);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
        {
            var seq = random.Next(1, 21);
            return (i % 3 == 0 ? Unread(bob, direct, seq, i % 2) : bob.Read(direct, seq, i % 2)).ShouldBeAsync(200);
        }));
        await phone.ShouldEqualFreshFetchAsync(byEventsAlone: true);
        await desk.ShouldEqualFreshFetchAsync(byEventsAlone: true);
        Assert.Equal(phone.Conversations[direct].ReadVersion, desk.Conversations[direct].ReadVersion);
    }

    [Fact]
    public async Task What_is_not_counted_before_is_not_counted_after()
    {
        var (ann, bob, direct) = await SentAsync(4);
        var ids = (await bob.EventsAsync(direct)).Select(message => message.Id()).ToArray();
        await app.ExecuteAsync(
            $"""
            UPDATE messages SET deleted_at = now(), body = '' WHERE id = '{ids[1]}';
            INSERT INTO hidden_messages (user_id, conversation_id, seq) VALUES ('{bob.Id}', '{direct}', 3);
            BEGIN;
            SELECT FROM conversations WHERE id = '{direct}' FOR NO KEY UPDATE;
            SELECT record_notice('{direct}', 'conversation.renamed', '{ann.Id}', NULL);
            COMMIT
            """);
        await bob.Read(direct, 5).ShouldBeAsync(200);
        Assert.Equal(2, (await Unread(bob, direct, 1).ShouldBeAsync(200)).Number("unread"));
        await app.Bus.PublishAsync(bob.Blocks(ann, 2));
        await Eventually.IsAsync("a block hides all", async () => await bob.UnreadAsync(direct) == 0);
    }

    [Fact]
    public async Task It_is_between_the_first_event_and_the_head()
    {
        var (_, bob, direct) = await SentAsync(1);
        await Unread(bob, direct, 0).ShouldBeProblemAsync(400, "request.invalid");
        await Unread(bob, direct, 2).ShouldBeProblemAsync(400, "read.beyond_head");
        await Unread(app.NewPerson("cy"), direct, 1).ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Http().PutAsync($"/api/chat/conversations/{direct}/unread", new { }).ShouldBeProblemAsync(400, "request.malformed");
        await using var hub = await bob.HubAsync();
        await hub.ShouldRefuseAsync(400, "read.beyond_head", "MarkUnread", new { conversationId = direct, seq = 2 });
        await hub.CallAsync("MarkUnread", new { conversationId = direct, seq = 1 });
    }

    [Fact]
    public async Task The_first_unread_one_is_shown_in_the_middle()
    {
        var (_, bob, direct) = await SentAsync(9);
        await ExpectAsync("around=5&limit=4", [3, 4, 5, 6], true, true);
        await ExpectAsync("around=5&limit=5", [3, 4, 5, 6, 7], true, true);
        await ExpectAsync("around=1&limit=4", [1, 2], false, true);
        await ExpectAsync("around=9&limit=4", [7, 8, 9], true, false);
        await ExpectAsync("around=0&limit=100", [1, 2, 3, 4, 5, 6, 7, 8, 9], false, false);
        await ExpectAsync("around=9223372036854775807&limit=4", [8, 9], true, false);
        foreach (var query in new[] { "around=-1", "around=1&before=2", "around=1&after=2" })
        {
            await bob.Http().GetAsync($"/api/chat/conversations/{direct}/messages?{query}").ShouldBeProblemAsync(400, "request.invalid");
        }

        await app.NewPerson("cy").Http().GetAsync($"/api/chat/conversations/{direct}/messages?around=1")
            .ShouldBeProblemAsync(404, "conversation.not_found");

        async Task ExpectAsync(string query, int[] seqs, bool before, bool after)
        {
            var page = await bob.Http().GetAsync($"/api/chat/conversations/{direct}/messages?{query}").ShouldBeAsync(200);
            Assert.Equal(seqs, page.Items().Select(message => (int)message.Number("seq")));
            Assert.Equal((before, after), (page.GetProperty("hasBefore").GetBoolean(), page.GetProperty("hasAfter").GetBoolean()));
            Assert.Equal(before || after, page.GetProperty("hasMore").GetBoolean());
        }
    }

    private static Task<HttpResponseMessage> Unread(ChatPerson person, Guid conversation, long seq, int replica = 0) =>
        person.Http(replica).PutAsync($"/api/chat/conversations/{conversation}/unread", new { seq });

    private async Task<(ChatPerson Ann, ChatPerson Bob, Guid Direct)> SentAsync(int count)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        for (var i = 0; i < count; i++)
        {
            await ann.SendAsync(direct, $"{i}");
        }

        return (ann, bob, direct);
    }
}

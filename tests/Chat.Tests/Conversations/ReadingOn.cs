using System.Text;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

public sealed class ReadingOn(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Both_devices_agree_on_what_is_unread()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await SendAsync(ann, direct, 5);
        await using var phone = await bob.HubAsync();
        await using var desk = await bob.HubAsync(replica: 1);
        await desk.CallAsync("Sync", new { heads = new { } });
        Assert.Equal((5, 5), (await bob.UnreadAsync(direct), await bob.UnreadAsync(direct, replica: 1)));

        var marked = await phone.CallAsync("MarkRead", new { conversationId = direct, seq = 3 });
        Assert.Equal((3, 2), (marked.Number("seq"), marked.Number("unread")));
        var heard = await desk.HearAsync("Read");
        Assert.Equal(direct, heard.Id("conversationId"));
        Assert.Equal((3, 2), (heard.Number("seq"), heard.Number("unread")));
        Assert.Equal((2, 2), (await bob.UnreadAsync(direct), await bob.UnreadAsync(direct, replica: 1)));
        await Eventually.IsAsync("told", () => Task.FromResult(app.Bus.ReadsOf(direct).Count > 0));
        var read = app.Bus.ReadsOf(direct)[0];
        Assert.Equal((bob.Id, direct, 3), (read.UserId, read.ConversationId, read.Seq));
    }

    [Fact]
    public async Task The_highest_mark_wins_whatever_the_order()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await SendAsync(ann, direct, 20);
        var marks = Enumerable.Range(1, 20).Reverse().Select(async seq =>
            (Asked: seq, Answer: await bob.Read(direct, seq, replica: seq % 2).ShouldBeAsync(200)));
        foreach (var (asked, answer) in await Task.WhenAll(marks))
        {
            Assert.True(answer.Number("seq") >= asked, $"{asked} was answered {answer}");
        }

        var late = await bob.Read(direct, 4).ShouldBeAsync(200);
        Assert.Equal((20, 0), (late.Number("seq"), late.Number("unread")));
        // Each event tells of a step forward, in the order of the commits.
        await Eventually.IsAsync("told", () => Task.FromResult(app.Bus.ReadsOf(direct).Any(read => read.Seq == 20)));
        Assert.Equal(app.Bus.ReadsOf(direct).Select(read => read.Seq).Distinct().Count(), app.Bus.ReadsOf(direct).Count);
    }

    [Fact]
    public async Task Own_messages_are_never_unread_and_writing_reads_what_stands_before()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await SendAsync(ann, direct, 2);
        Assert.Equal(0, await ann.UnreadAsync(direct));
        Assert.Equal(2, (await ann.ConversationAsync(direct)).Number("readSeq"));
        await bob.Read(direct, 2).ShouldBeAsync(200);
        await SendAsync(bob, direct, 3);
        Assert.Equal(5, (await bob.ConversationAsync(direct)).Number("readSeq"));
        Assert.Equal(3, await ann.UnreadAsync(direct));
    }

    [Fact]
    public async Task A_message_that_crosses_an_own_one_stays_unread()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await SendAsync(ann, direct, 1);
        await SendAsync(bob, direct, 1, replica: 1);
        Assert.Equal((1, 0), (await bob.UnreadAsync(direct), (await bob.ConversationAsync(direct)).Number("readSeq")));
        await bob.Read(direct, 1).ShouldBeAsync(200);
        Assert.Equal(0, await bob.UnreadAsync(direct));
        Assert.Equal(1, await ann.UnreadAsync(direct));
    }

    [Fact]
    public async Task A_mark_is_between_nothing_and_the_head()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await SendAsync(ann, direct, 1);
        await bob.Read(direct, 0).ShouldBeAsync(200);
        await bob.Read(direct, 2).ShouldBeProblemAsync(400, "read.beyond_head");
        await bob.Read(direct, long.MaxValue).ShouldBeProblemAsync(400, "read.beyond_head");
        await bob.Read(direct, -1).ShouldBeProblemAsync(400, "request.invalid");
        await app.NewPerson("cy").Read(direct, 1).ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Read(Guid.NewGuid(), 1).ShouldBeProblemAsync(404, "conversation.not_found");
        foreach (var seq in new[] { "\"one\"", "1.5", "99999999999999999999", "null", "{}" })
        {
            using var content = new StringContent($"{{\"seq\":{seq}}}", Encoding.UTF8, "application/json");
            await bob.Http().PutAsync($"/api/chat/conversations/{direct}/read", content)
                .ShouldBeProblemAsync(400, "request.malformed");
        }

        await bob.Http().PutAsync($"/api/chat/conversations/{direct}/read", new { })
            .ShouldBeProblemAsync(400, "request.malformed");
    }

    [Fact]
    public async Task The_public_room_is_read_by_each_for_themselves()
    {
        await using var own = await ChatApp.StartAsync();
        var (ann, bob) = (own.NewPerson(), own.NewPerson("bob"));
        await SendAsync(ann, ChatPerson.Lobby, 3);
        Assert.Equal((0, 3), (await ann.UnreadAsync(ChatPerson.Lobby), await bob.UnreadAsync(ChatPerson.Lobby)));
        await bob.Read(ChatPerson.Lobby, 3).ShouldBeAsync(200);
        await SendAsync(bob, ChatPerson.Lobby, 1);
        Assert.Equal((1, 0), (await ann.UnreadAsync(ChatPerson.Lobby), await bob.UnreadAsync(ChatPerson.Lobby)));
        Assert.Equal(4, await own.NewPerson("cy").UnreadAsync(ChatPerson.Lobby));
        // Of the public room nobody outside Chat needs to hear.
        Assert.Empty(own.Bus.ReadsOf(ChatPerson.Lobby));
    }

    [Fact]
    public async Task A_thousand_unread_stand_for_all_above()
    {
        await using var own = await ChatApp.StartAsync();
        await own.FillAsync(ChatPerson.Lobby, 1005);
        var ann = own.NewPerson();
        Assert.Equal(1000, await ann.UnreadAsync(ChatPerson.Lobby));
        var marked = await ann.Read(ChatPerson.Lobby, 1000).ShouldBeAsync(200);
        Assert.Equal(5, marked.Number("unread"));
    }

    private static async Task SendAsync(ChatPerson person, Guid conversation, int count, int replica = 0)
    {
        for (var i = 0; i < count; i++)
        {
            await person.SendAsync(conversation, $"{i}", replica: replica);
        }
    }
}

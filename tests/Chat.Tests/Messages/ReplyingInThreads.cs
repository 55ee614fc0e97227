using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class ReplyingInThreads(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task A_chain_of_replies_is_read_on_its_own_from_whichever_message_of_it()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var root = await ann.SayAsync(direct, "root");
        var first = await bob.SayAsync(direct, "1", replyTo: root, replica: 1);
        await ann.SayAsync(direct, "beside");
        var second = await ann.SayAsync(direct, "2", replyTo: first);
        await bob.SayAsync(direct, "3", replyTo: second);
        foreach (var id in new[] { root, first, second })
        {
            var thread = await ThreadAsync(bob, id);
            Assert.Equal("root", thread.GetProperty("root").Text("body"));
            Assert.Equal(["1", "2", "3"], thread.Items().Bodies());
            Assert.All(thread.Items(), reply => Assert.Equal(root, reply.GetProperty("thread").Id("rootId")));
            Assert.Equal(3, thread.GetProperty("root").GetProperty("thread").Number("replyCount"));
        }

        var latest = await ShouldBeAsync(["2", "3"], hasMore: true, "?limit=2");
        var before = await ShouldBeAsync(["1"], hasMore: false, $"?limit=2&before={latest[0].Number("seq")}");
        await ShouldBeAsync(["2"], hasMore: true, $"?limit=1&after={before[0].Number("seq")}");

        async Task<JsonElement[]> ShouldBeAsync(string[] bodies, bool hasMore, string query)
        {
            var page = await ThreadAsync(bob, root, query);
            Assert.Equal(bodies, page.Items().Bodies());
            Assert.Equal(hasMore, page.GetProperty("hasMore").GetBoolean());
            return page.Items();
        }
    }

    [Fact]
    public async Task The_count_leaves_out_what_is_deleted_and_is_told_with_its_number()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var root = await ann.SayAsync(direct, "root");
        var first = await bob.SayAsync(direct, "1", replyTo: root);
        var second = await bob.SayAsync(direct, "2", replyTo: root);
        await bob.Delete(second).ShouldBeAsync(204);
        var told = (await ann.LastEventAsync(direct)).GetProperty("message").GetProperty("thread");
        Assert.Equal((root, 1L, 4L), (told.Id("rootId"), told.Number("replyCount"), told.Number("seq")));
        Assert.Equal((await ann.MessageAsync(first)).Time("createdAt"), told.Time("lastReplyAt"));
        Assert.Equal(told.GetRawText(), (await ann.MessageAsync(root)).GetProperty("thread").GetRawText());
        await bob.Delete(first).ShouldBeAsync(204);
        var empty = (await ann.MessageAsync(root)).GetProperty("thread");
        Assert.Equal((0L, JsonValueKind.Null), (empty.Number("replyCount"), empty.GetProperty("lastReplyAt").ValueKind));
        // What is deleted keeps its place, here as in the history.
        Assert.Equal(["", ""], (await ThreadAsync(ann, root)).Items().Bodies());
    }

    [Fact]
    public async Task A_message_without_replies_is_a_thread_of_itself_and_what_is_hidden_is_left_out()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var root = await ann.SayAsync(direct, "root");
        Assert.Equal(("root", 0), await OfAsync());
        var reply = await ann.SayAsync(direct, "1", replyTo: root);
        await bob.Hide(reply).ShouldBeAsync(204);
        Assert.Equal(("root", 0), await OfAsync());

        async Task<(string?, int)> OfAsync()
        {
            var thread = await ThreadAsync(bob, root);
            return (thread.GetProperty("root").Text("body"), thread.Items().Length);
        }
    }

    [Fact]
    public async Task Replies_and_deletions_at_once_leave_the_right_count()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var root = await ann.SayAsync(direct, "root");
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => bob.SayAsync(direct, $"{i}", root, i % 2)));
        await Task.WhenAll(
        [
            .. replies.Take(20).Select((id, i) => bob.Delete(id, i % 2).ShouldBeAsync(204)),
            .. Enumerable.Range(0, 10).Select(i => (Task)ann.SayAsync(direct, "more", root, i % 2)),
        ]);
        Assert.Equal(20, (await ann.MessageAsync(root)).GetProperty("thread").Number("replyCount"));
        Assert.Equal(40, (await ThreadAsync(ann, root, "?limit=100")).Items().Length);
    }

    private static Task<JsonElement> ThreadAsync(ChatPerson person, Guid message, string query = "") =>
        person.Http(1).GetAsync($"/api/chat/messages/{message}/thread{query}").ShouldBeAsync(200);
}

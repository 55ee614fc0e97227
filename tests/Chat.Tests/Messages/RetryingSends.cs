using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class RetryingSends(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Ten_sends_at_once_over_both_replicas_and_both_doors_are_one_message()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var first = await ann.HubAsync();
        await using var second = await ann.HubAsync(replica: 1);
        var call = new { conversationId = direct, clientMessageId = Guid.NewGuid(), body = "once" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 4) switch
        {
            0 => first.CallAsync("Send", call),
            1 => second.CallAsync("Send", call),
            _ => PostAsync(ann, direct, "once", call.clientMessageId, i % 2),
        }));
        Assert.Single(answers.Select(answer => answer.Id("messageId")).Distinct());
        Assert.Single(answers.Select(answer => answer.Time("createdAt")).Distinct());
        Assert.All(answers, answer => Assert.Equal(1, answer.Number("seq")));
        Assert.Single(answers, answer => !answer.GetProperty("duplicate").GetBoolean());
        Assert.Single(await bob.EventsAsync(direct));
    }

    [Fact]
    public async Task A_reply_that_is_repeated_ten_times_by_both_doors_in_a_row_and_at_once_is_one_reply() // F19
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var replyTo = (await bob.SendAsync(direct, "asked")).Id("messageId");
        await using var first = await ann.HubAsync();
        await using var second = await ann.HubAsync(replica: 1);
        var call = new { conversationId = direct, clientMessageId = Guid.NewGuid(), body = "answered", replyTo };
        Task<JsonElement> SendAsync(int i) => (i % 4) switch
        {
            0 => first.CallAsync("Send", call),
            1 => second.CallAsync("Send", call),
            _ => PostAsync(ann, call.conversationId, call, i % 2),
        };
        var answers = new List<JsonElement>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await SendAsync(i));
        }

        answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(SendAsync)));
        Assert.Single(answers.Select(answer => (answer.Id("messageId"), answer.Number("seq"))).Distinct());
        Assert.Single(answers, answer => !answer.GetProperty("duplicate").GetBoolean());
        Assert.Equal(["asked", "answered"], (await bob.EventsAsync(direct)).Bodies());
        // A reply and what replies to nothing are two, whatever the text.
        await ann.Post(direct, "answered", call.clientMessageId).ShouldBeProblemAsync(422, "message.id_reused");
        // The thread counts it once.
        var root = (await bob.Http().GetAsync($"/api/chat/conversations/{direct}/messages?before=2").ShouldBeAsync(200)).Items()[0];
        Assert.Equal(1, root.GetProperty("thread").Number("replyCount"));
    }

    [Fact]
    public async Task The_same_id_with_another_text_is_refused()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        await ann.SendAsync(direct, "one", id);
        await ann.Post(direct, "two", id, replica: 1).ShouldBeProblemAsync(422, "message.id_reused");
        // Another person, and another conversation, have ids of their own.
        await bob.SendAsync(direct, "two", id);
        await ann.SendAsync(ChatPerson.Lobby, "two", id);
        Assert.Equal(["one", "two"], (await ann.EventsAsync(direct)).Bodies());
    }

    [Fact]
    public async Task A_retry_after_the_friendship_has_the_answer_of_the_first_send()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        var first = await ann.SendAsync(direct, "hello", id);
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 2, areFriends: false));
        await Eventually.IsAsync("the end is known", async () => (int)(await ann.Post(direct, "x")).StatusCode == 403);
        var again = await ann.Post(direct, "hello", id, replica: 1).ShouldBeAsync(200);
        Assert.Equal(first.Id("messageId"), again.Id("messageId"));
    }

    private static Task<JsonElement> PostAsync(ChatPerson person, Guid conversation, string body, Guid id, int replica) =>
        PostAsync(person, conversation, new { clientMessageId = id, body }, replica);

    private static async Task<JsonElement> PostAsync(ChatPerson person, Guid conversation, object message, int replica)
    {
        using var response = await person.Http(replica).PostAsync($"/api/chat/conversations/{conversation}/messages", message);
        var answer = await response.ShouldBeAsync((int)response.StatusCode == 201 ? 201 : 200);
        Assert.Equal((int)response.StatusCode == 200, answer.GetProperty("duplicate").GetBoolean());
        return answer;
    }
}

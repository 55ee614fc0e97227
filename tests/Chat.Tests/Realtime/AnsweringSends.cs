using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

/// <summary>A send by the hub is answered with its event, in one write; and answered also where there is no event to hear.</summary>
public sealed class AnsweringSends(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_answer_comes_in_the_frame_of_the_event(bool direct)
    {
        var (ann, bob, conversation) = await app.TwoFriendsAsync();
        if (!direct)
        {
            conversation = ChatPerson.Lobby;
        }

        await using var phone = await ann.ListenAsync(0);
        await using var desk = await ann.ListenAsync(0);
        await using var bobs = await bob.ListenAsync(1);
        var sent = await phone.CallAsync("Send", ChatPerson.Message(conversation, "both"));
        Assert.False(sent.GetProperty("duplicate").GetBoolean());
        bool IsIt(System.Text.Json.JsonElement e) => e.Id() == sent.Id("messageId");
        await phone.HearAsync("Event", IsIt);
        var frame = Assert.Single(phone.Frames, text => text.Contains("\"type\":3", StringComparison.Ordinal)
            && text.Contains(sent.Id("messageId").ToString(), StringComparison.Ordinal));
        // Others' events may be in it too; its own stands before the answer.
        var records = frame.Split('\u001e').Where(record => record.Contains(sent.Id("messageId").ToString(), StringComparison.Ordinal));
        Assert.Equal(["\"type\":1", "\"type\":3"], records.Select(record => record[1..9]));
        foreach (var other in new[] { desk, bobs })
        {
            await other.HearAsync("Event", IsIt);
            Assert.DoesNotContain(other.Frames, text =>
                text.Contains("\"type\":3", StringComparison.Ordinal) && text.Contains("messageId", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_repeated_send_is_answered_without_an_event()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await using var phone = await ann.ListenAsync(0);
        var message = ChatPerson.Message(direct, "once");
        var first = await phone.CallAsync("Send", message);
        var second = await phone.CallAsync("Send", message);
        Assert.Equal(first.Id("messageId"), second.Id("messageId"));
        Assert.True(second.GetProperty("duplicate").GetBoolean());
        Assert.Single(phone.Heard("Event"));
    }

    [Fact]
    public async Task A_refused_send_is_answered_with_its_problem_and_the_next_call_goes_on()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await using var phone = await ann.ListenAsync(0);
        await phone.ShouldRefuseAsync(400, "message.empty", "Send", ChatPerson.Message(direct, " "));
        await phone.ShouldRefuseAsync(404, "conversation.not_found", "Send", ChatPerson.Message(Guid.NewGuid(), "x"));
        await phone.ShouldRefuseAsync(400, "request.malformed", "Send", (object?)null);
        await phone.ShouldRefuseAsync(400, "request.malformed", "Send", new { conversationId = direct });
        await phone.CallAsync("Send", ChatPerson.Message(direct, "x"));
    }

    [Fact]
    public async Task Who_wants_no_answer_gets_none_and_the_message_is_written()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await using var phone = await ann.ListenAsync(0);
        var id = Guid.NewGuid();
        await phone.SendTextAsync(
            $$"""{"type":1,"target":"Send","arguments":[{"conversationId":"{{direct}}","clientMessageId":"{{id}}","body":"x","invocationId":"7"}]}""");
        await phone.HearAsync("Event", e => e.Id("clientMessageId") == id);
        await phone.CallAsync("Sync", new { heads = new { } });
        Assert.DoesNotContain(phone.Frames, text => text.Contains("\"invocationId\":\"7\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_sends_of_one_connection_are_answered_each_and_in_order()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var phone = await ann.ListenAsync(0);
        await using var bobs = await bob.ListenAsync(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(i => phone.CallAsync("Send", ChatPerson.Message(direct, $"{i}"))));
        Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), answers.Select(answer => answer.Number("seq")));
        await bobs.HearAsync("Event", e => e.Text("body") == "49");
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), bobs.Heard("Event").Select(e => e.Text("body")));
    }

    [Fact]
    public async Task What_is_written_together_comes_in_one_frame_and_each_sender_has_their_answer()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var first = await bob.ListenAsync(0);
        await using var second = await bob.ListenAsync(0);
        await using var third = await bob.ListenAsync(0);
        await using var near = await ann.ListenAsync(0);
        await using var far = await ann.ListenAsync(1);
        HubClient[] devices = [first, second, third];
        await Eventually.IsAsync("some are told together", async () =>
        {
            var sent = await Task.WhenAll(devices.Select(device => device.CallAsync("Send", ChatPerson.Message(direct, "x"))));
            Assert.Equal(3, sent.Select(answer => answer.Number("seq")).Distinct().Count());
            return new[] { near, far }.All(hub => hub.Frames.Any(frame => frame.Split("\"target\":\"Event\"").Length > 2));
        });
        var head = (await ann.EventsAsync(direct)).Count;
        foreach (var hub in devices.Append(near).Append(far))
        {
            await hub.HearAsync("Event", e => e.Number("seq") == head);
            Assert.Equal(WireJson.UpTo(head), hub.Heard("Event").Select(e => e.Number("seq")));
        }
    }
}

using System.Text;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class SendingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task A_message_is_in_the_history_of_both()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var clientMessageId = Guid.NewGuid();
        var sent = await ann.SendAsync(direct, "hello", clientMessageId);
        Assert.Equal(1, sent.Number("seq"));
        Assert.False(sent.GetProperty("duplicate").GetBoolean());
        foreach (var (person, replica) in new[] { (ann, 0), (bob, 1) })
        {
            var message = Assert.Single(await person.EventsAsync(direct, replica: replica));
            Assert.Equal(sent.Id("messageId"), message.Id());
            Assert.Equal(direct, message.Id("conversationId"));
            Assert.Equal("message.created", message.Text("type"));
            Assert.Equal(clientMessageId, message.Id("clientMessageId"));
            Assert.Equal(ann.Username, message.GetProperty("author").Text("username"));
            Assert.Equal(ann.Id, message.GetProperty("author").Id());
            Assert.Equal("hello", message.Text("body"));
            Assert.Equal(sent.Time("createdAt"), message.Time("createdAt"));
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("😀")]
    public async Task Two_thousand_code_points_fit_and_one_more_does_not(string character)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var longest = string.Concat(Enumerable.Repeat(character, 2000));
        await ann.SendAsync(direct, longest);
        Assert.Equal(longest, (await ann.EventsAsync(direct))[0].Text("body"));
        await ann.Post(direct, longest + character).ShouldBeProblemAsync(400, "message.too_long");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\u00a0\u3000")]
    public async Task A_message_without_text_is_refused(string body)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.Post(direct, body).ShouldBeProblemAsync(400, "message.empty");
    }

    [Theory]
    [InlineData("""{"clientMessageId":"0198c0de-0000-7000-8000-000000000001","body":"nul \u0000"}""")]
    [InlineData("""{"clientMessageId":"0198c0de-0000-7000-8000-000000000001","body":"half \ud83d"}""")]
    [InlineData("""{"clientMessageId":"0198c0de-0000-7000-8000-000000000001","body":7}""")]
    [InlineData("""{"clientMessageId":"0198c0de-0000-7000-8000-000000000001","body":null}""")]
    [InlineData("""{"clientMessageId":"0198c0de-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"clientMessageId":"not a uuid","body":"x"}""")]
    [InlineData("""{"body":"x"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_body_that_does_not_fit_is_malformed(string json)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        await ann.Http().PostAsync($"/api/chat/conversations/{direct}/messages", content)
            .ShouldBeProblemAsync(400, "request.malformed");
        Assert.Empty(await ann.EventsAsync(direct));
    }

    [Fact]
    public async Task An_empty_client_id_is_refused() =>
        await app.NewPerson().Post(ChatPerson.Lobby, "x", Guid.Empty).ShouldBeProblemAsync(400, "request.invalid");

    [Fact]
    public async Task A_conversation_of_others_is_not_there()
    {
        var (_, _, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        await cy.Post(direct, "hello").ShouldBeProblemAsync(404, "conversation.not_found");
        await cy.Post(Guid.NewGuid(), "hello").ShouldBeProblemAsync(404, "conversation.not_found");
        await cy.Http().PostAsync("/api/chat/conversations/no-id/messages", new { })
            .ShouldBeProblemAsync(404, "route.not_found");
    }

    [Fact]
    public async Task Every_route_asks_for_a_token()
    {
        using var nobody = app.Replicas[0].Http();
        var id = Guid.NewGuid();
        foreach (var path in new[] { "", $"/{id}", $"/{id}/messages", $"/{id}/events" })
        {
            await nobody.GetAsync($"/api/chat/conversations{path}").ShouldBeProblemAsync(401, "auth.token_missing");
        }

        await nobody.PutAsync($"/api/chat/direct/{id}").ShouldBeProblemAsync(401, "auth.token_missing");
        await nobody.PutAsync($"/api/chat/conversations/{id}/read").ShouldBeProblemAsync(401, "auth.token_missing");
        await nobody.PostAsync($"/api/chat/conversations/{id}/messages", new { })
            .ShouldBeProblemAsync(401, "auth.token_missing");
        nobody.DefaultRequestHeaders.Authorization = new("Bearer", "nonsense");
        await nobody.GetAsync("/api/chat/conversations").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task The_hub_refuses_as_the_endpoint_does_and_stays_open()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var (_, _, ofOthers) = await app.TwoFriendsAsync();
        await using var hub = await ann.HubAsync();
        object Call(Guid conversationId, object? body) => new { conversationId, clientMessageId = Guid.NewGuid(), body };
        await hub.ShouldRefuseAsync(404, "conversation.not_found", "Send", Call(ofOthers, "x"));
        await hub.ShouldRefuseAsync(404, "conversation.not_found", "Send", Call(Guid.NewGuid(), "x"));
        await hub.ShouldRefuseAsync(400, "message.empty", "Send", Call(direct, " "));
        await hub.ShouldRefuseAsync(400, "message.too_long", "Send", Call(direct, new string('a', 2001)));
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send", Call(direct, "\0"));
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send", Call(direct, null));
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send", Call(direct, 7));
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send", new { conversationId = direct });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send", "text");
        await hub.ShouldRefuseAsync(400, "request.malformed", "Send");
        await hub.ShouldRefuseAsync(400, "request.malformed", "Sync", new { heads = new { x = 1 } });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Sync", new { });
        await hub.ShouldRefuseAsync(404, "conversation.not_found", "MarkRead", new { conversationId = ofOthers, seq = 0 });
        await hub.ShouldRefuseAsync(400, "read.beyond_head", "MarkRead", new { conversationId = direct, seq = 1 });
        await hub.ShouldRefuseAsync(404, "conversation.not_found", "View", new { conversationId = ofOthers });
        await hub.ShouldRefuseAsync(404, "conversation.not_found", "Typing", new { conversationId = ofOthers });
        await hub.ShouldRefuseAsync(404, "hub.unknown_method", "Nonsense", new { });
        var sent = await hub.CallAsync("Send", Call(direct, "still here"));
        Assert.Equal(1, sent.Number("seq"));
    }

    [Fact]
    public async Task The_smallest_limit_of_text_is_a_setting()
    {
        await using var small = await ChatApp.StartAsync(configure: settings =>
            settings.With("Chat:Messages:MaxLength", "300"));
        var ann = small.NewPerson();
        await ann.SendAsync(ChatPerson.Lobby, new string('a', 300));
        await ann.Post(ChatPerson.Lobby, new string('a', 301)).ShouldBeProblemAsync(400, "message.too_long");
    }
}

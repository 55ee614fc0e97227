using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class LookingAtAConversation(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Who_does_not_look_is_told_of()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var text = string.Concat(Enumerable.Repeat("😀", 150));
        var sent = await ann.SendAsync(direct, text);
        await Eventually.IsAsync("told", () => Task.FromResult(app.Bus.MessagesOf(direct).Count > 0));
        var told = app.Bus.MessagesOf(direct)[0];
        Assert.Equal(sent.Id("messageId"), told.MessageId);
        Assert.Equal((1, ann.Id, bob.Id), (told.Seq, told.AuthorId, told.RecipientId));
        Assert.Equal(text[..280], told.Preview);
        Assert.Equal(sent.Time("createdAt"), told.SentAt);
        // Never of the public room.
        await ann.SendAsync(ChatPerson.Lobby, "x");
        Assert.Empty(app.Bus.MessagesOf(ChatPerson.Lobby));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Who_looks_on_any_replica_is_not_told_of_until_they_look_away(int replica)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var phone = await bob.HubAsync(replica);
        await using var desk = await bob.HubAsync(1 - replica);
        await phone.CallAsync("View", new { conversationId = direct });
        await desk.CallAsync("View", new { conversationId = direct });
        await desk.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        await UntoldAsync(ann, direct);
        // The author's looking is not the receiver's.
        await using var anns = await ann.HubAsync(replica);
        await anns.CallAsync("View", new { conversationId = direct });
        await phone.CallAsync("View", new { conversationId = (Guid?)null });
        await ToldAsync(ann, direct);

        await phone.CallAsync("View", new { conversationId = direct });
        await UntoldAsync(ann, direct);
        phone.Abort();
        await ToldAsync(ann, direct);
    }

    [Fact]
    public async Task Who_looked_on_a_replica_that_was_killed_is_told_of_soon()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var doomed = await OwnReplica.StartAsync(app);
        await using var hub = await HubClient.ConnectAsync(doomed.Address, "/hubs/chat", bob.Token);
        await hub.CallAsync("View", new { conversationId = direct });
        await UntoldAsync(ann, direct);
        await doomed.KillAsync();
        await ToldAsync(ann, direct);
    }

    /// <summary>Sends until one is told of.</summary>
    private Task ToldAsync(ChatPerson ann, Guid direct) =>
        Eventually.IsAsync("a message is told of", async () => await IsToldAsync(ann, direct), TimeSpan.FromSeconds(20));

    /// <summary>Sends until one is not told of: replicas hear of each other a moment after they start.</summary>
    private Task UntoldAsync(ChatPerson ann, Guid direct) =>
        Eventually.IsAsync("a message is not told of", async () => !await IsToldAsync(ann, direct));

    private async Task<bool> IsToldAsync(ChatPerson ann, Guid direct)
    {
        var id = (await ann.SendAsync(direct, "look")).Id("messageId");
        // A message to someone who never looks follows it through outbox and broker: then it is known that none comes.
        var (cy, _, other) = await app.TwoFriendsAsync();
        await cy.SendAsync(other, "marker");
        await Eventually.IsAsync("the marker is told of", () => Task.FromResult(app.Bus.MessagesOf(other).Count > 0));
        return app.Bus.MessagesOf(direct).Any(message => message.MessageId == id);
    }
}

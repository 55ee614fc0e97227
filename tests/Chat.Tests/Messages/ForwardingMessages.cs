using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class ForwardingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_copy_tells_whose_words_it_is_and_names_nobody_anew()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        var room = await app.RoomAsync(cy, bob);
        var message = await ann.SayAsync(direct, $"@{bob.Username} hello @{cy.Username}");
        var sent = await bob.Forward(message, room).ShouldBeAsync(201);
        var copy = await cy.LastEventAsync(room, replica: 1);
        Assert.Equal(sent.Id("messageId"), copy.Id());
        Assert.Equal((await ann.MessageAsync(message)).Text("body"), copy.Text("body"));
        Assert.Equal(bob.Id, copy.GetProperty("author").Id());
        var from = copy.GetProperty("data").GetProperty("forwarded");
        Assert.Equal((message, direct, ann.Id, 1L), (from.Id("messageId"), from.Id("conversationId"), from.Id("authorId"), from.Number("seq")));
        Assert.False(copy.TryGetProperty("mentions", out _));

        // Forwarded again it is still ann's word; and nobody puts other words into her mouth.
        await cy.Forward(copy.Id(), ChatPerson.Lobby).ShouldBeAsync(201);
        await bob.Edit(copy.Id(), "other words").ShouldBeProblemAsync(409, "message.forwarded");
        var again = await bob.Forward(copy.Id(), room).ShouldBeAsync(201);
        Assert.Equal(from.GetRawText(), (await cy.MessageAsync(again.Id("messageId"))).GetProperty("data").GetProperty("forwarded").GetRawText());
    }

    [Fact]
    public async Task Forwarding_again_with_the_same_id_is_one_message_whatever_became_of_the_first()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (cy, id) = (app.NewPerson("cy"), Guid.NewGuid());
        var room = await app.RoomAsync(cy, bob);
        var message = await ann.SayAsync(direct, "hello");
        var sent = await bob.Forward(message, room, id).ShouldBeAsync(201);
        var other = await ann.SayAsync(direct, "hello");
        await bob.Forward(other, room, id).ShouldBeProblemAsync(422, "message.id_reused");
        await AgainAsync();
        await ann.Edit(message, "goodbye").ShouldBeAsync(200);
        await AgainAsync();
        await bob.Delete(sent.Id("messageId")).ShouldBeAsync(204);
        await AgainAsync();
        await ann.Delete(message).ShouldBeAsync(204);
        await AgainAsync();
        Assert.Equal(2, (await cy.EventsAsync(room)).Count);

        async Task AgainAsync()
        {
            var again = await bob.Forward(message, room, id, replica: 1).ShouldBeAsync(200);
            Assert.Equal(sent.Id("messageId"), again.Id("messageId"));
        }
    }

    [Fact]
    public async Task Only_to_where_one_may_write()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (_, _, ofOthers) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        await bob.Forward(message, ofOthers).ShouldBeProblemAsync(404, "conversation.not_found");
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
        await app.BlockAsync(ann, bob, 2);
        await bob.Forward(message, direct).ShouldBeProblemAsync(403, "direct.not_allowed");
    }
}

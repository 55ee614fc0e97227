using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class HearingMessages(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Two_people_on_two_replicas_talk_in_the_public_room()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await using var first = await ConnectAsync(ann, 0);
        await using var second = await ConnectAsync(bob, 1);
        var body = $"hello {Guid.NewGuid()}";
        var sent = await first.CallAsync("Send", ChatPerson.Message(ChatPerson.Lobby, body));
        foreach (var hub in new[] { first, second })
        {
            var heard = await hub.HearAsync("Event", e => e.Text("body") == body);
            Assert.Equal("message.created", heard.Text("type"));
            Assert.Equal(sent.Number("seq"), heard.Number("seq"));
            Assert.Equal(sent.Id("messageId"), heard.Id());
            Assert.Equal(ann.Username, heard.GetProperty("author").Text("username"));
            Assert.Equal(ChatPerson.Lobby, heard.Id("conversationId"));
        }
    }

    [Fact]
    public async Task A_direct_message_is_heard_by_the_two_on_all_their_devices_and_by_nobody_else()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        await using var annPhone = await ConnectAsync(ann, 0);
        await using var annDesk = await ConnectAsync(ann, 1);
        await using var bobs = await ConnectAsync(bob, 1);
        await using var cys = await ConnectAsync(cy, 0);
        await ann.SendAsync(direct, "only for you");
        foreach (var hub in new[] { annPhone, annDesk, bobs })
        {
            await hub.HearAsync("Event", e => e.Id("conversationId") == direct);
        }

        // What is sent later and heard proves that nothing came before it.
        await ann.SendAsync(ChatPerson.Lobby, $"to all of {direct}");
        await cys.HearAsync("Event", e => e.Text("body") == $"to all of {direct}");
        Assert.DoesNotContain(cys.Heard("Event"), e => e.Id("conversationId") == direct);
        Assert.Single(bobs.Heard("Event"), e => e.Id("conversationId") == direct);
    }

    [Fact]
    public async Task Typing_is_passed_on_at_most_once_in_a_while()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var phone = await ConnectAsync(ann, 0);
        await using var desk = await ConnectAsync(ann, 1);
        await using var bobs = await ConnectAsync(bob, 1);
        for (var i = 0; i < 5; i++)
        {
            await phone.CallAsync("Typing", new { conversationId = direct });
            await desk.CallAsync("Typing", new { conversationId = direct });
        }

        var heard = await bobs.HearAsync("Typing");
        Assert.Equal((direct, ann.Id), (heard.Id("conversationId"), heard.Id("userId")));
        Assert.Equal(ann.Username, heard.Text("username"));
        Assert.True(heard.Time("until") > DateTimeOffset.UtcNow);
        await ann.SendAsync(direct, "done");
        await bobs.HearAsync("Event", e => e.Id("conversationId") == direct);
        Assert.Single(bobs.Heard("Typing"));
        Assert.Empty(phone.Heard("Typing"));
    }

    private static async Task<HubClient> ConnectAsync(ChatPerson person, int replica)
    {
        var hub = await person.HubAsync(replica);
        await hub.CallAsync("Sync", new { heads = new { } });
        return hub;
    }
}

using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Inbox;

/// <summary>Message requests: who may write though they are no friend begins with one.</summary>
public sealed class AskingToWrite(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task A_request_is_listed_apart_until_it_is_taken_and_both_hear_of_that()
    {
        var (ann, bob, request) = await app.RequestAsync();
        await using var anns = await ann.ListenAsync(1);
        await using var bobs = await bob.ListenAsync(1);
        Assert.DoesNotContain(await bob.ListAsync(), c => c.Id() == request);
        Assert.Equal("received", Assert.Single(await bob.ListAsync("requests")).Text("request"));
        Assert.Equal("sent", (await ann.ListAsync()).Single(c => c.Id() == request).Text("request"));
        Assert.Empty(await ann.ListAsync("requests"));
        await ann.Answer(request, "accept").ShouldBeProblemAsync(409, "request.own");
        await ann.Answer(request, "ignore").ShouldBeProblemAsync(409, "request.own");
        await app.NewPerson().Answer(request, "accept").ShouldBeProblemAsync(404, "conversation.not_found");

        var taken = await bob.Answer(request, "accept").ShouldBeAsync(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, taken.GetProperty("request").ValueKind);
        await anns.HearAsync("Event", e => e.Text("type") == "request.accepted" && e.Id("conversationId") == request);
        await bobs.HearAsync("ConversationChanged", e => e.Id("conversationId") == request);
        Assert.Contains(await bob.ListAsync(), c => c.Id() == request);
        // Taken again is taken.
        Assert.Equal(2, (await bob.Answer(request, "accept", replica: 1).ShouldBeAsync(200)).Number("headSeq"));
        await bob.Answer(request, "ignore").ShouldBeProblemAsync(409, "request.answered");
        // From then on both write, as friends do.
        await bob.SendAsync(request, "yes");
        await ann.SendAsync(request, "thanks");
    }

    [Fact]
    public async Task Ten_messages_ask_and_the_eleventh_waits_for_the_answer()
    {
        var (ann, bob, request) = await app.RequestAsync();
        for (var i = 2; i <= 10; i++)
        {
            await ann.SendAsync(request, "please");
        }

        await ann.Post(request, "please", replica: 1).ShouldBeProblemAsync(403, "direct.request_pending");
        // Writing takes it.
        await bob.SendAsync(request, "well");
        await ann.SendAsync(request, "at last");
        Assert.Empty(await bob.ListAsync("requests"));
    }

    [Fact]
    public async Task An_ignored_request_is_nowhere_and_who_asked_is_not_told()
    {
        var (ann, bob, request) = await app.RequestAsync();
        await Eventually.IsAsync("the first message is told of", () => Task.FromResult(app.Bus.MessagesOf(request).Count == 1));
        await using var anns = await ann.ListenAsync(0);
        var before = await ann.ConversationAsync(request);
        await bob.Answer(request, "ignore").ShouldBeAsync(200);
        Assert.Equal("ignored", (await bob.Answer(request, "ignore", replica: 1).ShouldBeAsync(200)).Text("request"));
        foreach (var filter in new[] { "inbox", "requests", "archived", "all" })
        {
            Assert.DoesNotContain(await bob.ListAsync(filter), c => c.Id() == request);
        }

        Assert.Equal(before.ToString(), (await ann.ConversationAsync(request)).ToString());
        await ann.SendAsync(request, "hello?");
        await anns.HearAsync("Event", e => e.Text("body") == "hello?");
        Assert.DoesNotContain(anns.Heard("Event"), e => e.Text("type") == "request.accepted");
        Assert.Empty(anns.Heard("ConversationChanged"));
        // A message that is told of, sent later: nothing came of the ignored one.
        var (cy, _, direct) = await app.TwoFriendsAsync();
        await cy.SendAsync(direct, "marker");
        await Eventually.IsAsync("the marker is told of", () => Task.FromResult(app.Bus.MessagesOf(direct).Count == 1));
        Assert.Single(app.Bus.MessagesOf(request));
        // It may be taken all the same.
        await bob.Answer(request, "accept").ShouldBeAsync(200);
        Assert.Contains(await bob.ListAsync(), c => c.Id() == request);
    }

    [Fact]
    public async Task Who_is_asked_is_not_seen_typing_and_a_request_without_words_is_none()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await app.OpenToEveryoneAsync(ann, bob);
        var request = await ann.OpenDirectAsync(bob);
        Assert.Empty(await bob.ListAsync("requests"));
        await ann.SendAsync(request, "hi");
        await using var anns = await ann.ListenAsync(0);
        await using var bobs = await bob.ListenAsync(1);
        await bobs.CallAsync("Typing", new { conversationId = request });
        await anns.CallAsync("Typing", new { conversationId = request });
        await bob.Answer(request, "accept").ShouldBeAsync(200);
        await anns.HearAsync("Event", e => e.Text("type") == "request.accepted");
        Assert.Empty(anns.Heard("Typing"));
        Assert.Empty(bobs.Heard("Typing"));
        await bobs.CallAsync("Typing", new { conversationId = request });
        await anns.HearAsync("Typing");
    }

    /// <summary>R4: both begin at once, as strangers.</summary>
    [Fact]
    public async Task Requests_that_cross_are_one_conversation_that_is_taken()
    {
        for (var round = 0; round < 6; round++)
        {
            var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
            await app.OpenToEveryoneAsync(ann, bob);
            var opened = await Task.WhenAll(ann.OpenDirectAsync(bob, 0), bob.OpenDirectAsync(ann, 1));
            var direct = Assert.Single(opened.Distinct());
            foreach (var person in new[] { ann, bob })
            {
                var seen = await person.ConversationAsync(direct);
                Assert.Equal(System.Text.Json.JsonValueKind.Null, seen.GetProperty("request").ValueKind);
                await person.SendAsync(direct, "hello");
            }
        }
    }

    [Fact]
    public async Task Friends_have_no_requests_and_when_they_are_friends_no_more_the_privacy_says_who_writes()
    {
        var (ann, bob, request) = await app.RequestAsync();
        await using var anns = await ann.ListenAsync(1);
        await bob.Answer(request, "ignore").ShouldBeAsync(200);
        app.Friends.Set(ann.Id, bob.Id, areFriends: true, version: 1);
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 1));
        var accepted = await anns.HearAsync("Event", e => e.Text("type") == "request.accepted");
        Assert.Equal((bob.Id, 2), (accepted.GetProperty("actor").Id(), accepted.Number("seq")));
        Assert.Contains(await bob.ListAsync(), c => c.Id() == request);
        await app.Bus.PublishAsync(bob.TakesMessagesOf(Contracts.Friends.Audience.Friends, 2));
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 2, areFriends: false));
        await Eventually.IsAsync("the end is known", async () => (int)(await ann.Post(request, "x")).StatusCode == 403);
    }
}

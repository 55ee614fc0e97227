using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Requests;

public sealed class SendingAFriendRequest(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task A_request_by_name_waits_for_an_answer()
    {
        var request = await ann.AskAsync(bob.Username).ShouldBeAsync(201);
        Assert.Equal("pending", request.GetProperty("status").GetString());
        Assert.Equal(ann.Id, request.GetProperty("from").GetProperty("id").GetGuid());
        Assert.Equal(ann.Username, request.GetProperty("from").GetProperty("username").GetString());
        Assert.Equal(bob.Id, request.GetProperty("to").GetProperty("id").GetGuid());
        Assert.Equal(bob.Username, request.GetProperty("to").GetProperty("displayName").GetString());
        var sentAt = request.GetProperty("sentAt").GetDateTimeOffset();
        Assert.Equal(DateTimeOffset.UtcNow, sentAt, TimeSpan.FromMinutes(1));

        var id = request.GetProperty("id").GetGuid();
        Assert.Equal([id], await ann.RequestsAsync("outgoing"));
        Assert.Equal([id], await bob.RequestsAsync("incoming"));
        Assert.Empty(await ann.FriendsAsync());
        var sent = Assert.IsType<FriendRequestSent>(Assert.Single(await app.Events.BetweenAsync(ann, bob)));
        Assert.Equal(new FriendRequestSent(id, ann.Id, bob.Id, sentAt), sent);
    }

    [Fact]
    public async Task The_case_of_a_name_does_not_matter() =>
        await ann.AskAsync(bob.Username.ToUpperInvariant()).ShouldBeAsync(201);

    [Fact]
    public async Task Asking_again_answers_with_the_same_request_and_tells_nobody_twice()
    {
        var id = await ann.RequestAsync(bob);
        var again = await ann.AskAsync(bob).ShouldBeAsync(200);
        Assert.Equal(id, again.GetProperty("id").GetGuid());
        Assert.Equal("pending", again.GetProperty("status").GetString());
        Assert.Single(await app.Events.BetweenAsync(ann, bob));
        Assert.Equal((false, 0), await ann.RelationToAsync(bob));
    }

    [Fact]
    public async Task A_request_that_crosses_a_waiting_one_makes_a_friendship()
    {
        var id = await ann.RequestAsync(bob);
        var crossing = await bob.AskAsync(ann).ShouldBeAsync(200);
        Assert.Equal("accepted", crossing.GetProperty("status").GetString());
        Assert.Equal(id, crossing.GetProperty("id").GetGuid());
        Assert.Equal([bob.Id], await ann.FriendsAsync());
        Assert.Equal([ann.Id], await bob.FriendsAsync());
        Assert.Empty(await bob.RequestsAsync("incoming"));

        var events = await app.Events.BetweenAsync(ann, bob);
        Assert.Equal(3, events.Count);
        var accepted = Assert.Single(events.OfType<FriendRequestAccepted>());
        Assert.Equal((id, ann.Id, bob.Id, 1), (accepted.RequestId, accepted.FromUserId, accepted.ToUserId, accepted.Version));
        // Who crosses and then still accepts has done so already.
        await bob.AcceptAsync(id).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Friends_cannot_ask_each_other()
    {
        await ann.BefriendAsync(bob);
        await ann.AskAsync(bob).ShouldBeProblemAsync(409, "friendship.exists");
        await bob.AskAsync(ann).ShouldBeProblemAsync(409, "friendship.exists");
    }

    [Fact]
    public async Task A_note_goes_to_the_receiver_and_stays_while_the_request_waits()
    {
        var sent = await ann.AskWithAsync(new { userId = bob.Id, note = "  We met at the Grüße 👋 table \n" }).ShouldBeAsync(201);
        Assert.Equal("We met at the Grüße 👋 table", sent.GetProperty("note").GetString());
        await ann.AskWithAsync(new { userId = bob.Id, note = "another" }).ShouldBeAsync(200);
        var listed = Assert.Single(await bob.ListAsync("/api/friends/requests?", 10));
        Assert.Equal("We met at the Grüße 👋 table", listed.GetProperty("note").GetString());
        var told = Assert.Single((await app.Events.BetweenAsync(ann, bob)).OfType<FriendRequestSent>());
        Assert.Equal("We met at the Grüße 👋 table", told.Note);

        var crossing = await bob.AskAsync(ann).ShouldBeAsync(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, crossing.GetProperty("note").ValueKind);
    }

    [Fact]
    public async Task A_note_has_200_characters_at_most_and_an_empty_one_is_none()
    {
        await ann.AskWithAsync(new { userId = bob.Id, note = new string('x', 201) }).ShouldBeProblemAsync(400, "request.invalid");
        await ann.AskWithAsync(new { userId = bob.Id, note = new string('x', 200) }).ShouldBeAsync(201);
        var request = await bob.AskWithAsync(new { userId = app.Register("eve").Id, note = " " }).ShouldBeAsync(201);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, request.GetProperty("note").ValueKind);
    }

    [Fact]
    public async Task After_a_decline_only_who_declined_may_ask_at_once()
    {
        var first = await ann.RequestAsync(bob);
        await bob.DeclineAsync(first).ShouldBeAsync(204);
        var refusal = await ann.AskAsync(bob).ShouldBeProblemAsync(409, "friend_request.declined");
        Assert.InRange(refusal.GetProperty("retryAfterMs").GetInt64(), 6 * 86_400_000L, 7 * 86_400_000L);

        var second = await bob.RequestAsync(ann);
        Assert.NotEqual(first, second);
        Assert.Equal([second], await ann.RequestsAsync("incoming"));
        Assert.Empty(await bob.RequestsAsync("incoming"));
        // That the other took theirs back does not end the wait.
        await bob.CancelAsync(second).ShouldBeAsync(204);
        await ann.AskAsync(bob).ShouldBeProblemAsync(409, "friend_request.declined");
        await ann.AcceptAsync(await bob.RequestAsync(ann)).ShouldBeAsync(200);
        // A friendship does.
        await bob.UnfriendAsync(ann).ShouldBeAsync(204);
        await ann.RequestAsync(bob);
    }

    [Fact]
    public async Task Who_was_declined_may_ask_again_after_a_while()
    {
        await bob.DeclineAsync(await ann.RequestAsync(bob)).ShouldBeAsync(204);
        await app.LetPassAsync(TimeSpan.FromDays(6.9), ann);
        await ann.AskAsync(bob).ShouldBeProblemAsync(409, "friend_request.declined");
        await app.LetPassAsync(TimeSpan.FromDays(0.2), ann);
        await ann.RequestAsync(bob);
    }

    [Fact]
    public async Task Nobody_asks_themself()
    {
        await ann.AskAsync(ann).ShouldBeProblemAsync(400, "friend_request.to_self");
        await ann.AskAsync(ann.Username.ToUpperInvariant()).ShouldBeProblemAsync(400, "friend_request.to_self");
    }
}

using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Privacy;

public sealed class SettingPrivacy(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task Who_never_chose_is_asked_by_everyone_and_otherwise_reached_by_friends() =>
        Assert.Equal(
            """{"friendRequests":"everyone","directMessages":"friends","groupInvites":"friends","gameInvites":"friends","presence":"friends"}""",
            (await ann.GetAsync("/api/friends/privacy").ShouldBeAsync(200)).ToString());

    [Fact]
    public async Task What_is_set_is_answered_kept_and_told_under_a_rising_version()
    {
        var answer = await ann.SetPrivacyAsync("friends_of_friends", "everyone", "nobody", "friends", "nobody").ShouldBeAsync(200);
        Assert.Equal(
            """{"friendRequests":"friends_of_friends","directMessages":"everyone","groupInvites":"nobody","gameInvites":"friends","presence":"nobody"}""",
            answer.ToString());
        Assert.Equal(answer.ToString(), (await ann.GetAsync("/api/friends/privacy").ShouldBeAsync(200)).ToString());
        await ann.SetPrivacyAsync().ShouldBeAsync(200);

        var told = (await app.Events.AboutAsync(ann)).Cast<PrivacyChanged>().ToList();
        Assert.Equal(
            new PrivacyChanged(
                ann.Id, Audience.FriendsOfFriends, Audience.Everyone, Audience.Nobody, Audience.Friends, Audience.Nobody,
                told[0].ChangedAt, 1),
            told[0]);
        Assert.Equal((2, Audience.Everyone), (told[1].Version, told[1].FriendRequests));
    }

    [Fact]
    public async Task The_same_again_at_once_is_one_change()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ann.SetPrivacyAsync("nobody").ShouldBeAsync(200)));
        Assert.Single(await app.Events.AboutAsync(ann));
    }

    [Fact]
    public async Task Different_ones_at_once_are_as_many_versions_and_the_last_one_holds()
    {
        string[] audiences = ["nobody", "friends", "friends_of_friends", "everyone"];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => ann.SetPrivacyAsync(audiences[i % 4]).ShouldBeAsync(200)));
        var told = (await app.Events.AboutAsync(ann)).Cast<PrivacyChanged>().OrderBy(change => change.Version).ToList();
        Assert.Equal(Enumerable.Range(1, told.Count).Select(version => (long)version), told.Select(change => change.Version));
        var kept = await ann.GetAsync("/api/friends/privacy").ShouldBeAsync(200);
        Assert.Equal(
            audiences.Reverse().ElementAt((int)told[^1].FriendRequests - 1), kept.GetProperty("friendRequests").GetString());
    }

    [Theory]
    [InlineData("everyone", 201, 201)]
    [InlineData("friends_of_friends", 403, 201)]
    [InlineData("friends", 403, 403)]
    [InlineData("nobody", 403, 403)]
    public async Task The_asked_one_says_who_may_ask(string friendRequests, int stranger, int friendOfFriend)
    {
        var (carl, dora) = (app.Register("carl"), app.Register("dora"));
        await bob.BefriendAsync(carl);
        await carl.BefriendAsync(dora);
        await bob.SetPrivacyAsync(friendRequests).ShouldBeAsync(200);
        await ann.AskAsync(bob).ShouldBeAsync(stranger);
        await dora.AskAsync(bob).ShouldBeAsync(friendOfFriend);
    }

    [Theory]
    [InlineData("friends_of_friends", 201)]
    [InlineData("friends", 403)]
    [InlineData("nobody", 403)]
    public async Task Who_shares_a_conversation_belongs_to_friends_of_friends(string friendRequests, int acquaintance)
    {
        await bob.SetPrivacyAsync(friendRequests).ShouldBeAsync(200);
        await ann.AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        app.Chat.Share(bob.Id, ann.Id);
        await ann.AskAsync(bob).ShouldBeAsync(acquaintance);
        // Again, at the other replica: as what was asked before.
        await ann.AskAsync(bob).ShouldBeAsync(acquaintance == 201 ? 200 : 403);
    }

    [Fact]
    public async Task A_block_stands_above_a_shared_conversation_and_takes_as_long_to_answer()
    {
        app.Chat.Share(bob.Id, ann.Id);
        await bob.SetPrivacyAsync("friends_of_friends").ShouldBeAsync(200);
        await bob.BlockAsync(ann).ShouldBeAsync(204);
        await ann.AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        Assert.Equal(1, app.Chat.AskedAbout(ann.Id, bob.Id));
    }

    [Fact]
    public async Task Who_has_a_friend_in_common_or_asks_one_who_takes_all_does_not_wait_for_Chat()
    {
        var carl = app.Register("carl");
        await carl.BefriendAsync(ann, bob);
        await bob.SetPrivacyAsync("friends_of_friends").ShouldBeAsync(200);
        await ann.AskAsync(bob).ShouldBeAsync(201);
        await app.Register("dora").AskAsync(ann).ShouldBeAsync(201);
        Assert.Equal(0, app.Chat.AskedAbout(ann.Id, bob.Id));
    }

    [Fact]
    public async Task While_Chat_is_away_who_shares_a_conversation_is_as_a_stranger()
    {
        await using var chat = await TestChat.StartAsync();
        chat.Share(ann.Id, bob.Id);
        chat.Away = true;
        await using var others = await Replicas.StartAsync(
            app.Settings.Copy().With("services:chat:http:0", chat.Address.ToString()));
        await bob.SetPrivacyAsync("friends_of_friends").ShouldBeAsync(200);
        await ann.At(others).AskAsync(bob).ShouldBeProblemAsync(403, "friend_request.not_allowed");
        chat.Away = false;
        await ann.At(others).AskAsync(bob).ShouldBeAsync(201);
    }

    [Fact]
    public async Task Who_asks_lets_themself_be_answered_and_crossed()
    {
        await ann.SetPrivacyAsync("nobody").ShouldBeAsync(200);
        await ann.RequestAsync(bob);
        await bob.AskAsync(ann).ShouldBeAsync(200);
        Assert.Equal([bob.Id], await ann.FriendsAsync());
    }

    [Fact]
    public async Task What_waits_already_stays()
    {
        var request = await ann.RequestAsync(bob);
        await bob.SetPrivacyAsync("nobody").ShouldBeAsync(200);
        Assert.Equal(request, (await ann.AskAsync(bob).ShouldBeAsync(200)).GetProperty("id").GetGuid());
        await bob.AcceptAsync(request).ShouldBeAsync(200);
    }
}

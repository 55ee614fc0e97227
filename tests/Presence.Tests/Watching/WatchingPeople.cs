using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Watching;

public sealed class WatchingPeople(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Who_lets_everyone_see_is_heard_of_from_either_replica_until_the_connection_ends()
    {
        await ShowAsync(bob, Audience.Everyone);
        await using var near = await WatchAsync(replica: 1);
        await using var far = await WatchAsync(replica: 0);
        await using var other = await app.ConnectAsync(ann);
        await using (var device = await app.ConnectAsync(bob, replica: 1))
        {
            await near.HearsOfAsync(bob, "online");
            await far.HearsOfAsync(bob, "online");
            await device.CallAsync("SetActivity", new { activity = "idle" });
            await far.HearsOfAsync(bob, "online", "away");
        }

        await near.HearsOfAsync(bob, "online", "away", "offline");
        await far.HearsOfAsync(bob, "online", "away", "offline");
        Assert.Empty(other.StatusesOf(bob));
    }

    [Fact]
    public async Task By_default_only_friends_are_heard_of_watched_or_not()
    {
        await using var device = await WatchAsync();
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await app.BefriendAsync(device, ann, app.CreateUser("friend"));
        Assert.Empty(device.StatusesOf(bob));
    }

    [Fact]
    public async Task Who_lets_friends_of_friends_see_is_heard_of_by_those()
    {
        var cat = app.CreateUser("cat");
        await ShowAsync(bob, Audience.FriendsOfFriends);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await using var device = await WatchAsync();
        await app.BefriendAsync(device, ann, cat);
        Assert.Empty((await AskAsync(device)).EnumerateArray());
        await app.BefriendAsync(bobs, bob, cat);
        Assert.Equal("online", (await AskAsync(device))[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Who_shares_a_conversation_is_among_friends_of_friends()
    {
        app.Chat.Share(ann.Id, bob.Id);
        await ShowAsync(bob, Audience.FriendsOfFriends);
        await using var device = await WatchAsync();
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await device.HearsOfAsync(bob, "online");
            Assert.Equal("online", (await app.StatusAsync(ann, bob)).GetProperty("status").GetString());
            Assert.Equal("offline", (await app.StatusAsync(app.CreateUser("eve"), bob)).GetProperty("status").GetString());
        }

        // Asked by the one replica for all that it read and told.
        await device.HearsOfAsync(bob, "online", "offline");
        Assert.Equal(1, app.Chat.AskedAbout(ann.Id, bob.Id));
    }

    [Theory]
    [InlineData(Audience.Friends)]
    [InlineData(Audience.Nobody)]
    public async Task A_shared_conversation_shows_nobody_who_shows_themself_to_fewer(Audience audience)
    {
        app.Chat.Share(ann.Id, bob.Id);
        await ShowAsync(bob, audience);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        Assert.Equal("offline", (await app.StatusAsync(ann, bob)).GetProperty("status").GetString());
        Assert.Equal(0, app.Chat.AskedAbout(ann.Id, bob.Id));
    }

    [Fact]
    public async Task A_block_stands_above_a_shared_conversation()
    {
        app.Chat.Share(ann.Id, bob.Id);
        await ShowAsync(bob, Audience.FriendsOfFriends);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await using var device = await WatchAsync();
        Assert.Equal("online", (await AskAsync(device))[0].GetProperty("status").GetString());
        await app.PublishAsync(PresenceApp.Blocked(bob, ann, 1));
        await device.HearsLastOfAsync(bob, "offline");
        Assert.Empty((await AskAsync(device)).EnumerateArray());
    }

    [Fact]
    public async Task Privacy_holds_from_the_moment_in_which_it_is_heard_of()
    {
        await ShowAsync(bob, Audience.Everyone);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await using var device = await WatchAsync();
        Assert.Equal("online", (await AskAsync(device))[0].GetProperty("status").GetString());
        await ShowAsync(bob, Audience.Friends, version: 2);
        await device.HearsLastOfAsync(bob, "offline");
        await app.ChooseAsync(bob, "dnd");
        await ShowAsync(bob, Audience.Everyone, version: 3);
        await device.HearsLastOfAsync(bob, "dnd");
        // That bob came may be told once more, as it crossed the answer.
        Assert.Equal(["offline", "dnd"], device.StatusesOf(bob).SkipWhile(status => status == "online"));
    }

    [Fact]
    public async Task A_new_friend_who_was_watched_is_told_of_once_for_each_change()
    {
        await using var device = await WatchAsync();
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await app.BefriendAsync(device, ann, bob);
        await app.ChooseAsync(bob, "dnd");
        await device.HearsInTurnOfAsync(bob, "online", "dnd");
        await app.AfterAGraceAsync(device, ann);
        Assert.Single(device.StatusesOf(bob), "dnd");
    }

    [Fact]
    public async Task A_connection_watches_a_thousand_and_those_it_asked_of_last()
    {
        await ShowAsync(bob, Audience.Everyone);
        await using var forgets = await WatchAsync();
        await using var remembers = await app.ConnectAsync(ann);
        await FillAsync(forgets);
        await FillAsync(remembers);
        await AskAsync(remembers);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await remembers.HearsOfAsync(bob, "online");
        Assert.Empty(forgets.StatusesOf(bob));

        static async Task FillAsync(HubClient device)
        {
            for (var i = 0; i < 2; i++)
            {
                await device.CallAsync("Watch", new { userIds = Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7()) });
            }
        }
    }

    private async Task<HubClient> WatchAsync(int replica = 0)
    {
        var device = await app.ConnectAsync(ann, replica);
        await AskAsync(device);
        return device;
    }

    private async Task<System.Text.Json.JsonElement> AskAsync(HubClient device) =>
        (await device.CallAsync("Watch", new { userIds = new[] { bob.Id } })).GetProperty("items");

    private async Task ShowAsync(TestUser person, Audience audience, long version = 1)
    {
        await app.PublishAsync(PresenceApp.Shown(person, audience, version));
        await app.KnowsAsync(person, audience);
    }
}

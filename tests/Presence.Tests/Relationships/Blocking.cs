using System.Diagnostics;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Relationships;

public sealed class Blocking(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Friends_are_offline_to_each_other_within_a_second()
    {
        await using var annsDevice = await app.ListenAsync(ann, bob);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await annsDevice.HearsLastOfAsync(bob, "online");
        await app.ChooseAsync(bob, "dnd", "Secret");
        await annsDevice.HearsLastOfAsync(bob, "dnd");
        var watch = Stopwatch.StartNew();
        await app.PublishAsync(PresenceApp.Blocked(bob, ann, 2));
        await annsDevice.HearsLastOfAsync(bob, "offline");
        await bobsDevice.HearsLastOfAsync(ann, "offline");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        await app.ChooseAsync(bob, "away");
        await app.AfterAGraceAsync(annsDevice, ann);
        await annsDevice.HearsLastOfAsync(bob, "offline");
        Assert.Equal(
            $$"""{"userId":"{{bob.Id}}","status":"offline","lastSeenAt":null}""", (await app.StatusAsync(ann, bob)).GetRawText());
        Assert.Equal(
            $$"""{"userId":"{{ann.Id}}","status":"offline","lastSeenAt":null}""", (await app.StatusAsync(bob, ann)).GetRawText());
    }

    [Fact]
    public async Task Nobody_who_watches_sees_past_it_in_either_direction_even_who_lets_everyone_see()
    {
        await app.PublishAsync(PresenceApp.Shown(ann, Audience.Everyone, 1));
        await app.PublishAsync(PresenceApp.Shown(bob, Audience.Everyone, 1));
        await app.KnowsAsync(ann, Audience.Everyone);
        await app.KnowsAsync(bob, Audience.Everyone);
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await annsDevice.CallAsync("Watch", new { userIds = new[] { bob.Id } });
        await bobsDevice.CallAsync("Watch", new { userIds = new[] { ann.Id } });
        await app.PublishAsync(PresenceApp.Blocked(ann, bob, 1));
        // Their coming may be told after the answer too.
        await annsDevice.HearsLastOfAsync(bob, "offline");
        await bobsDevice.HearsLastOfAsync(ann, "offline");
        Assert.Empty((await bobsDevice.CallAsync("Watch", new { userIds = new[] { ann.Id } })).GetProperty("items").EnumerateArray());
        await app.PublishAsync(PresenceApp.Ended(ann, bob, 2));
        await bobsDevice.HearsLastOfAsync(ann, "online");
    }

    /// <summary>The answer was read before the block and given after it, and what told of the block came in between.</summary>
    [Fact]
    public async Task Who_is_blocked_while_the_answer_is_on_its_way_hears_so_after_it()
    {
        var (cat, release) = (app.CreateUser("cat"), new TaskCompletionSource());
        app.Chat.Share(ann.Id, bob.Id);
        app.Chat.Hold(ann.Id, bob.Id, release.Task);
        await app.PublishAsync(PresenceApp.Shown(ann, Audience.Everyone, 1));
        await app.PublishAsync(PresenceApp.Shown(bob, Audience.FriendsOfFriends, 1));
        await app.PublishAsync(PresenceApp.Shown(cat, Audience.Everyone, 1));
        await app.KnowsAsync(bob, Audience.FriendsOfFriends);
        await app.KnowsAsync(cat, Audience.Everyone);
        await app.KnowsAsync(ann, Audience.Everyone);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await using var phone = await app.ConnectAsync(ann);
        await using var laptop = await app.ConnectAsync(ann);
        await laptop.CallAsync("Watch", new { userIds = new[] { cat.Id } });

        var answering = phone.CallAsync("Watch", new { userIds = new[] { bob.Id } });
        await Eventually.IsAsync("it is being read", () => Task.FromResult(app.Chat.AskedAbout(ann.Id, bob.Id) > 0));
        await app.PublishAsync(PresenceApp.Blocked(bob, ann, 1));
        await Eventually.IsAsync("the block holds", async () =>
            (await app.StatusAsync(bob, ann)).GetProperty("status").GetString() == "offline");
        await using (await app.ConnectAsync(cat))
        {
            // What is told of her is told after what there was to tell of him.
            await laptop.HearsLastOfAsync(cat, "online");
        }

        release.SetResult();
        // Chat is not waited for for ever, so on a slow machine the answer may be that nothing is seen, as it should be.
        if ((await answering).GetProperty("items").GetArrayLength() > 0)
        {
            await phone.HearsLastOfAsync(bob, "offline");
        }
    }

    /// <summary>A word about somebody whom one could not see anyway would tell of the block.</summary>
    [Fact]
    public async Task Strangers_hear_nothing_of_it()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await bobsDevice.CallAsync("Watch", new { userIds = new[] { ann.Id } });
        await app.PublishAsync(PresenceApp.Blocked(ann, bob, 1));
        await app.BefriendAsync(bobsDevice, bob, app.CreateUser("later"));
        await app.BefriendAsync(annsDevice, ann, app.CreateUser("later"));
        Assert.Empty(bobsDevice.StatusesOf(ann));
        Assert.Empty(annsDevice.StatusesOf(bob));
    }

    [Fact]
    public async Task Nobody_may_see_means_friends_neither_and_they_hear_no_more()
    {
        await using var annsDevice = await app.ListenAsync(ann, bob);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await annsDevice.HearsOfAsync(bob, "offline", "online");
        await app.PublishAsync(PresenceApp.Shown(bob, Audience.Nobody, 1));
        await annsDevice.HearsOfAsync(bob, "offline", "online", "offline");
        await app.ChooseAsync(bob, "dnd");
        await app.AfterAGraceAsync(annsDevice, ann);
        await annsDevice.HearsOfAsync(bob, "offline", "online", "offline");
        await app.PublishAsync(PresenceApp.Shown(bob, Audience.Friends, 2));
        await annsDevice.HearsOfAsync(bob, "offline", "online", "offline", "dnd");
    }
}

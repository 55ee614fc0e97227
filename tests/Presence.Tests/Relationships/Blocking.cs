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
        await annsDevice.HearsOfAsync(bob, "offline");
        await bobsDevice.HearsOfAsync(ann, "offline");
        Assert.Empty((await bobsDevice.CallAsync("Watch", new { userIds = new[] { ann.Id } })).GetProperty("items").EnumerateArray());
        await app.PublishAsync(PresenceApp.Ended(ann, bob, 2));
        await bobsDevice.HearsOfAsync(ann, "offline", "online");
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

using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Relationships;

public sealed class BecomingFriends(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Both_are_told_at_once_how_the_other_stands_and_from_then_on()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using (var bobsDevice = await app.ConnectAsync(bob, replica: 1))
        {
            await app.PublishAsync(PresenceApp.Accepted(ann, bob, 1));
            await annsDevice.HearsInTurnOfAsync(bob, "online");
            await bobsDevice.HearsInTurnOfAsync(ann, "online");
        }

        await annsDevice.HearsInTurnOfAsync(bob, "online", "offline");
    }

    [Fact]
    public async Task When_it_ends_each_is_a_stranger_to_the_other_whoever_ended_it()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await app.BefriendAsync(annsDevice, ann, bob, version: 1);
        await app.PublishAsync(PresenceApp.Ended(bob, ann, 2));
        await annsDevice.HearsInTurnOfAsync(bob, "online", "offline");
        await bobsDevice.HearsInTurnOfAsync(ann, "online", "offline");
        var list = await app.Http(ann).GetAsync($"/api/presence?ids={bob.Id}").ShouldBeAsync(200);
        Assert.Equal("offline", list.GetProperty("items")[0].GetProperty("status").GetString());

        await app.PublishAsync(PresenceApp.Accepted(bob, ann, 3));
        await annsDevice.HearsInTurnOfAsync(bob, "online", "offline", "online");
    }

    [Fact]
    public async Task An_older_event_that_comes_late_changes_nothing()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await app.PublishAsync(PresenceApp.Ended(ann, bob, 2));
        await TheQueueIsPassedAsync(annsDevice);
        await app.PublishAsync(PresenceApp.Accepted(ann, bob, 1));
        await TheQueueIsPassedAsync(annsDevice);
        Assert.Empty(annsDevice.StatusesOf(bob));
        await app.PublishAsync(PresenceApp.Accepted(ann, bob, 3));
        await annsDevice.HearsInTurnOfAsync(bob, "online");
    }

    [Fact]
    public async Task The_same_event_twice_is_told_once_as_one_message_or_as_two()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        var (accepted, messageId) = (PresenceApp.Accepted(ann, bob, 1), Guid.CreateVersion7());
        await app.PublishAsync(accepted, messageId);
        await TheQueueIsPassedAsync(annsDevice);
        var (toAnn, toBob) = (annsDevice.StatusesOf(bob), bobsDevice.StatusesOf(ann));
        Assert.Equal("online", toAnn[^1]);
        Assert.Equal("online", toBob[^1]);

        await app.PublishAsync(accepted, messageId);
        await app.PublishAsync(accepted);
        await TheQueueIsPassedAsync(annsDevice);
        Assert.Equal(toAnn, annsDevice.StatusesOf(bob));
        Assert.Equal(toBob, bobsDevice.StatusesOf(ann));
    }

    [Fact]
    public async Task Events_of_one_pair_from_both_sides_at_once_end_with_the_newest()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await Task.WhenAll(Enumerable.Range(1, 21).Select(version => version % 2 == 1
            ? app.PublishAsync(version % 4 == 1 ? PresenceApp.Accepted(ann, bob, version) : PresenceApp.Accepted(bob, ann, version))
            : app.PublishAsync(version % 4 == 0 ? PresenceApp.Ended(ann, bob, version) : PresenceApp.Ended(bob, ann, version))));
        await Eventually.IsAsync("they are friends", async () =>
            (await annsDevice.CallAsync("Watch", new { userIds = new[] { bob.Id } })).GetProperty("items").GetArrayLength() == 1
            && annsDevice.StatusesOf(bob) is [.., "online"]);
        await TheQueueIsPassedAsync(annsDevice);
        Assert.Equal("online", annsDevice.StatusesOf(bob)[^1]);
    }

    /// <summary>Until events that were published before are consumed: several, as two replicas take turns at the queue.</summary>
    private async Task TheQueueIsPassedAsync(HubClient annsDevice)
    {
        for (var i = 0; i < 4; i++)
        {
            await app.BefriendAsync(annsDevice, ann, app.CreateUser("later"));
        }
    }
}

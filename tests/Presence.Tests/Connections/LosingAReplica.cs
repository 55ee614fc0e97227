using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

public sealed class LosingAReplica(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");
    private readonly TestUser cat = shared.App.CreateUser("cat");
    private readonly TestUser dan = shared.App.CreateUser("dan");

    [Fact]
    public async Task Killed_its_people_are_offline_unless_they_are_elsewhere_too_or_again()
    {
        await using var listener = await ListenToAllAsync();
        await using var replica = await ReplicaProcess.StartAsync(app.Settings);
        await using var bobsDevice = await ConnectAsync(listener, replica, bob);
        await using var catsPhone = await ConnectAsync(listener, replica, cat);
        await using var catsLaptop = await app.ConnectAsync(cat, replica: 1);
        await using var dansDevice = await ConnectAsync(listener, replica, dan);

        await replica.SignalAsync("KILL");
        await using var dansNextDevice = await app.ConnectAsync(dan, replica: 1);

        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        await listener.HearsOfAsync(cat, "offline", "online");
        await listener.HearsOfAsync(dan, "offline", "online");
    }

    [Fact]
    public async Task Stopped_for_longer_than_its_lease_and_continued_it_tells_the_truth_again()
    {
        await using var listener = await ListenToAllAsync();
        await using var replica = await ReplicaProcess.StartAsync(app.Settings);
        await using var bobsDevice = await ConnectAsync(listener, replica, bob);
        var catsDevice = await ConnectAsync(listener, replica, cat);

        await replica.SignalAsync("STOP");
        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        await listener.HearsOfAsync(cat, "offline", "online", "offline");
        catsDevice.Abort();
        await replica.SignalAsync("CONT");

        await listener.HearsOfAsync(bob, "offline", "online", "offline", "online");
        await listener.HearsLastOfAsync(cat, "offline");
        await catsDevice.DisposeAsync();
    }

    [Fact]
    public async Task Shut_down_its_people_have_the_time_to_come_back_elsewhere()
    {
        await using var listener = await ListenToAllAsync();
        await using var replica = await ReplicaProcess.StartAsync(app.Settings);
        await using var bobsDevice = await ConnectAsync(listener, replica, bob);
        await using var catsDevice = await ConnectAsync(listener, replica, cat);

        await replica.SignalAsync("TERM");
        await Task.WhenAll(bobsDevice.Closed, catsDevice.Closed).EndsAsync("the replica that stops closes its connections");
        await using var bobsNextDevice = await app.ConnectAsync(bob, replica: 1);
        await replica.ExitedAsync();

        await listener.HearsOfAsync(cat, "offline", "online", "offline");
        await listener.HearsOfAsync(bob, "offline", "online");
    }

    /// <summary>A device of ann on another replica; the others are her friends and offline.</summary>
    private async Task<HubClient> ListenToAllAsync()
    {
        var listener = await app.ConnectAsync(ann);
        foreach (var friend in new[] { bob, cat, dan })
        {
            await app.BefriendAsync(listener, ann, friend);
        }

        return listener;
    }

    private static async Task<HubClient> ConnectAsync(HubClient listener, ReplicaProcess replica, TestUser friend)
    {
        var device = await PresenceApp.ConnectAsync(replica.Address, friend);
        await listener.HearsOfAsync(friend, "offline", "online");
        return device;
    }
}

using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

public sealed class ComingAndGoing(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task A_friend_on_the_other_replica_hears_both()
    {
        await using var listener = await app.ConnectAsync(ann, replica: 0);
        await app.BefriendAsync(listener, ann, bob);
        var before = DateTimeOffset.UtcNow;
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await listener.HearsOfAsync(bob, "offline", "online");
        }

        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        var statuses = listener.Heard("PresenceChanged");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, statuses[^2].GetProperty("lastSeenAt").ValueKind);
        var lastSeen = statuses[^1].GetProperty("lastSeenAt").GetDateTimeOffset();
        Assert.InRange(lastSeen, before.AddSeconds(-1), DateTimeOffset.UtcNow);
        await Eventually.IsAsync("the same last seen over HTTP", async () =>
        {
            var items = await app.Http(ann).GetAsync($"/api/presence?ids={bob.Id}").ShouldBeAsync(200);
            return items.GetProperty("items")[0].GetProperty("lastSeenAt").GetDateTimeOffset() == lastSeen;
        });
    }

    [Fact]
    public async Task Only_the_last_device_makes_it_offline_whichever_replicas_they_are_on()
    {
        await using var listener = await app.ConnectAsync(ann);
        await app.BefriendAsync(listener, ann, bob);
        var phone = await app.ConnectAsync(bob, replica: 0);
        await listener.HearsOfAsync(bob, "offline", "online");
        var laptop = await app.ConnectAsync(bob, replica: 1);
        var tablet = await app.ConnectAsync(bob, replica: 1);
        await phone.DisposeAsync();
        await tablet.DisposeAsync();
        await app.AfterAGraceAsync(listener, ann);
        await listener.HearsOfAsync(bob, "offline", "online");
        await laptop.DisposeAsync();
        await listener.HearsOfAsync(bob, "offline", "online", "offline");
    }

    [Fact]
    public async Task A_page_that_reloads_goes_unnoticed()
    {
        await using var listener = await app.ConnectAsync(ann);
        await app.BefriendAsync(listener, ann, bob);
        var device = await app.ConnectAsync(bob, replica: 0);
        await listener.HearsOfAsync(bob, "offline", "online");
        for (var replica = 0; replica < 4; replica++)
        {
            await device.DisposeAsync();
            device = await app.ConnectAsync(bob, replica % 2);
        }

        await app.AfterAGraceAsync(listener, ann);
        await listener.HearsOfAsync(bob, "offline", "online");
        await device.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_breaks_without_a_goodbye_is_a_going_too()
    {
        await using var listener = await app.ConnectAsync(ann);
        await app.BefriendAsync(listener, ann, bob);
        var device = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsOfAsync(bob, "offline", "online");
        device.Abort();
        await listener.HearsOfAsync(bob, "offline", "online", "offline");
    }

    [Fact]
    public async Task A_stranger_hears_nothing()
    {
        var stranger = app.CreateUser("stranger");
        await using var listener = await app.ConnectAsync(ann);
        await using var strangersDevice = await app.ConnectAsync(stranger, replica: 1);
        await app.BefriendAsync(listener, ann, bob);
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await listener.HearsOfAsync(bob, "offline", "online");
        }

        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        Assert.Empty(strangersDevice.Heard("PresenceChanged"));
        Assert.Empty(listener.StatusesOf(stranger));
    }

    [Fact]
    public async Task Devices_that_come_and_go_all_at_once_leave_the_right_state()
    {
        await using var listener = await app.ConnectAsync(ann);
        await app.BefriendAsync(listener, ann, bob);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var device = await app.ConnectAsync(bob, number % 2);
            if (number % 4 == 0)
            {
                device.Abort();
            }

            await device.DisposeAsync();
        }));
        await listener.HearsOfAsync(bob, "offline", "online", "offline");

        await using var last = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsOfAsync(bob, "offline", "online", "offline", "online");
    }
}

using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

public sealed class BeingAway(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Only_when_all_devices_are_idle_on_whichever_replicas()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var phone = await app.ConnectAsync(bob, replica: 0);
        await using var laptop = await app.ConnectAsync(bob, replica: 1);
        await using var tablet = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsOfAsync(bob, "offline", "online");
        foreach (var device in new[] { phone, laptop })
        {
            Assert.Equal("{}", (await SetAsync(device, "idle")).GetRawText());
        }

        await app.AfterAGraceAsync(listener, ann);
        await listener.HearsOfAsync(bob, "offline", "online");
        await SetAsync(tablet, "idle");
        await listener.HearsOfAsync(bob, "offline", "online", "away");
        Assert.Equal("away", (await app.StatusAsync(ann, bob, replica: 1)).GetProperty("status").GetString());
        await SetAsync(phone, "active");
        await listener.HearsOfAsync(bob, "offline", "online", "away", "online");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task When_the_one_active_device_goes_and_the_idle_one_stays(int replicaOfTheIdle)
    {
        await using var listener = await app.ListenAsync(ann, bob);
        var phone = await app.ConnectAsync(bob, replica: 0);
        await using var laptop = await app.ConnectAsync(bob, replicaOfTheIdle);
        await SetAsync(laptop, "idle");
        await listener.HearsOfAsync(bob, "offline", "online");
        await phone.DisposeAsync();
        await listener.HearsOfAsync(bob, "offline", "online", "away");
    }

    [Fact]
    public async Task Fifty_changes_a_second_are_told_at_the_pace_of_the_setting_and_the_last_one_holds()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var device = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsOfAsync(bob, "offline", "online");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 75 && await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken); i++)
        {
            await SetAsync(device, i % 2 == 0 ? "idle" : "active");
        }

        await SetAsync(device, "idle");
        await listener.HearsLastOfAsync(bob, "away");
        // The setting is half a second, and one announcement may be repeated when a change overtakes it.
        Assert.InRange(listener.StatusesOf(bob).Count - 2, 1, (watch.Elapsed.TotalSeconds / 0.5) + 2);
    }

    private static Task<System.Text.Json.JsonElement> SetAsync(HubClient device, string activity) =>
        device.CallAsync("SetActivity", new { activity });
}

using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Status;

public sealed class CountingTheSite : IAsyncLifetime
{
    private PresenceApp app = null!;

    public async ValueTask InitializeAsync() => app = await PresenceApp.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Everyone_hears_each_change_once_and_people_count_not_devices()
    {
        var (ann, bob) = (app.CreateUser("ann"), app.CreateUser("bob"));
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var annsPhone = await app.ConnectAsync(ann, replica: 1);
        await HearsCountAsync(annsDevice, 1);
        await HearsCountAsync(annsPhone, 1);
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await HearsCountAsync(annsDevice, 2);
            await HearsCountAsync(annsPhone, 2);
        }

        await HearsCountAsync(annsDevice, 1);
        Assert.Equal([0, 1, 2, 1], CountsOf(annsDevice));
        // Each replica knows it as of its own last heartbeat.
        await Eventually.IsAsync("the same over HTTP", async () =>
            (await app.Http(bob, replica: 1).GetAsync("/api/presence/summary").ShouldBeAsync(200)).GetProperty("online").GetInt64() == 1);
    }

    private static long[] CountsOf(HubClient device) =>
        [.. device.Heard("OnlineCount").Select(count => count.GetProperty("online").GetInt64())];

    private static Task HearsCountAsync(HubClient device, long count) =>
        Eventually.IsAsync($"{count} online; heard {string.Join(' ', CountsOf(device))}",
            () => Task.FromResult(CountsOf(device) is [.., var last] && last == count));
}

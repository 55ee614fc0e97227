using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Choosing;

public sealed class BeingInvisible(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task To_others_it_is_going_at_that_moment_and_only_the_own_devices_know_better()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        var device = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsOfAsync(bob, "offline", "online");
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await app.ChooseAsync(bob, "invisible", "Nobody sees this", "🙈");

        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        var told = listener.Heard("PresenceChanged")[^1];
        var lastSeen = told.GetProperty("lastSeenAt").GetDateTimeOffset();
        Assert.InRange(lastSeen, before, DateTimeOffset.UtcNow);
        Assert.False(told.TryGetProperty("text", out _));
        Assert.Equal(told.GetRawText(), (await app.StatusAsync(ann, bob)).GetRawText());
        var own = await app.StatusAsync(bob, bob);
        Assert.Equal("invisible", own.GetProperty("status").GetString());
        Assert.Equal("Nobody sees this", own.GetProperty("text").GetString());

        // Going for real, and coming again, is no news and moves nothing.
        await device.DisposeAsync();
        await app.AfterAGraceAsync(listener, ann);
        await using var next = await app.ConnectAsync(bob);
        await next.CallAsync("SetActivity", new { activity = "idle" });
        await app.AfterAGraceAsync(listener, ann);
        await listener.HearsOfAsync(bob, "offline", "online", "offline");
        Assert.Equal(told.GetRawText(), (await app.StatusAsync(ann, bob)).GetRawText());

        await app.ChooseAsync(bob, "auto");
        await listener.HearsOfAsync(bob, "offline", "online", "offline", "away");
    }

    [Fact]
    public async Task Coming_while_invisible_is_told_to_nobody()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await app.ChooseAsync(bob, "invisible");
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await app.AfterAGraceAsync(listener, ann);
        }

        await app.AfterAGraceAsync(listener, ann);
        await listener.HearsOfAsync(bob, "offline");
        Assert.Equal(JsonValueKind.Null, (await app.StatusAsync(ann, bob)).GetProperty("lastSeenAt").ValueKind);
    }

    [Fact]
    public async Task New_friends_see_it_no_better()
    {
        await using var annsDevice = await app.ConnectAsync(ann);
        await app.ChooseAsync(bob, "invisible");
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await app.BefriendAsync(annsDevice, ann, bob);
        await annsDevice.HearsOfAsync(bob, "offline");
        await bobsDevice.HearsLastOfAsync(ann, "online");
    }
}

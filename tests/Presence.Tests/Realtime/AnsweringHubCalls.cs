using System.Net.WebSockets;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Realtime;

public sealed class AnsweringHubCalls(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Watch_answers_of_those_whom_the_caller_may_see()
    {
        var stranger = app.CreateUser("stranger");
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var strangersDevice = await app.ConnectAsync(stranger, replica: 0);
        await app.BefriendAsync(annsDevice, ann, bob);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await annsDevice.HearsLastOfAsync(bob, "online");

        var answer = await annsDevice.CallAsync("Watch", new { userIds = new[] { stranger.Id, bob.Id, bob.Id } });

        Assert.Equal(
            $$"""{"items":[{"userId":"{{bob.Id}}","status":"online","lastSeenAt":null}]}""", answer.GetRawText());
        Assert.Equal(
            """{"items":[]}""", (await annsDevice.CallAsync("Watch", new { userIds = Array.Empty<Guid>() })).GetRawText());
    }

    [Fact]
    public async Task Every_bad_call_gets_a_problem_and_the_connection_stays_open()
    {
        await using var device = await app.ConnectAsync(ann);
        await device.ShouldRefuseAsync(404, "hub.unknown_method", "Watches", new { userIds = Array.Empty<Guid>() });
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch");
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", (object?)null);
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", 5);
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", new { });
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", new { userIds = (Guid[]?)null });
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", new { userIds = "all" });
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", JsonSerializer.Deserialize<object>("""{"userIds":["bob"]}"""));
        await device.ShouldRefuseAsync(400, "request.malformed", "Watch", JsonSerializer.Deserialize<object>("""{"userIds":[null]}"""));
        await device.ShouldRefuseAsync(400, "request.malformed", "SetActivity", (object?)null);
        await device.ShouldRefuseAsync(400, "request.malformed", "SetActivity", new { });
        await device.ShouldRefuseAsync(400, "request.malformed", "SetActivity", new { activity = "dancing" });
        await device.ShouldRefuseAsync(400, "request.malformed", "SetActivity", new { activity = 1 });
        await device.ShouldRefuseAsync(400, "request.malformed", "ShowActivity", new { kind = "game" });
        await device.ShouldRefuseAsync(400, "request.malformed", "ShowActivity", new { kind = "film", name = "x" });
        await device.ShouldRefuseAsync(400, "request.invalid", "ShowActivity", new { kind = "game", name = " " });
        var problem = await device.ShouldRefuseAsync(
            400, "request.invalid", "Watch", new { userIds = Enumerable.Range(0, 501).Select(_ => Guid.CreateVersion7()) });
        Assert.True(problem.GetProperty("errors").TryGetProperty("userIds", out _));
        Assert.Equal("{}", (await device.CallAsync("SetActivity", new { activity = "active" })).GetRawText());
    }

    [Fact]
    public async Task Without_a_right_token_there_is_no_connection()
    {
        var expired = app.Identity.Draft(ann.Id, ann.Username);
        expired.Claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();
        foreach (var token in new[] { null, "", "not.a.token", expired.Write() })
        {
            await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectWithTokenAsync(token));
        }
    }
}

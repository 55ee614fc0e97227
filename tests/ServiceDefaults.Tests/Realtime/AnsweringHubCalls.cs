using OneVOne.ServiceDefaults.Tests.Sample;

namespace OneVOne.ServiceDefaults.Tests.Realtime;

public sealed class AnsweringHubCalls(Replicas replicas)
{
    [Fact]
    public async Task Every_bad_call_gets_a_problem_and_the_connection_stays_open()
    {
        await using var hub = await replicas.First.ConnectAsync(replicas.Identity.CreateUser("ann"));
        await hub.ShouldRefuseAsync(404, "hub.unknown_method", "Nothing", new { });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo", 5);
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo", new { });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo", new { value = (string?)null });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo", new { value = "a\0b" });
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo");
        await hub.ShouldRefuseAsync(400, "request.malformed", "Echo", new { value = "a" }, new { value = "b" });
        var problem = await hub.ShouldRefuseAsync(500, "internal", "Fail", new { value = "a" });
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal("a", (await hub.CallAsync("Echo", new { value = "a" })).GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_frame_over_the_limit_ends_the_connection()
    {
        await using var hub = await replicas.First.ConnectAsync(replicas.Identity.CreateUser("ann"));
        await hub.SendTextAsync(new string('x', 40_000));
        await hub.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}

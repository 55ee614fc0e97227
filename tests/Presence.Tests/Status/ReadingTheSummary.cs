using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Status;

public sealed class ReadingTheSummary : IAsyncLifetime
{
    private PresenceApp app = null!;

    public async ValueTask InitializeAsync() => app = await PresenceApp.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task It_counts_all_but_the_invisible_and_shows_whom_the_caller_may_see()
    {
        var (ann, bob, open, shy, hidden) = (
            app.CreateUser("ann"), app.CreateUser("bob"), app.CreateUser("open"), app.CreateUser("shy"), app.CreateUser("hidden"));
        await app.PublishAsync(PresenceApp.Shown(open, Audience.Everyone, 1));
        await app.PublishAsync(PresenceApp.Shown(hidden, Audience.Everyone, 1));
        await app.KnowsAsync(open, Audience.Everyone);
        await app.KnowsAsync(hidden, Audience.Everyone);
        await app.ChooseAsync(hidden, "invisible");
        await using var annsDevice = await app.ListenAsync(ann, bob);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await using var opens = await app.ConnectAsync(open);
        await using var shys = await app.ConnectAsync(shy);
        await using var hiddens = await app.ConnectAsync(hidden);

        await Eventually.IsAsync("the summary is right", async () =>
        {
            var summary = await app.Http(ann).GetAsync("/api/presence/summary").ShouldBeAsync(200);
            var seen = summary.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("userId").GetGuid());
            return summary.GetProperty("online").GetInt64() == 4 && seen.SequenceEqual([bob.Id, open.Id]);
        });
        await annsDevice.HearAsync("OnlineCount", count => count.GetProperty("online").GetInt64() == 4);

        var one = await app.Http(ann).GetAsync("/api/presence/summary?limit=1").ShouldBeAsync(200);
        Assert.Equal(1, one.GetProperty("items").GetArrayLength());
        await app.Http(ann).GetAsync("/api/presence/summary?limit=0").ShouldBeProblemAsync(400, "paging.limit_invalid");
    }
}

using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Tests.FriendRequests;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Retention;

public sealed class CleaningUp
{
    [Fact]
    public async Task What_is_too_old_or_too_many_goes_and_the_rest_stays()
    {
        await using var app = await NotificationsApp.StartAsync(new()
        {
            ["Retention:MaxAge"] = "30.00:00:00",
            ["Retention:MaxPerUser"] = "3",
            ["Retention:Interval"] = "00:00:00.200",
        });
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var eve = await app.RegisterAsync("eve");
        var old = new FriendRequestSent(Guid.CreateVersion7(), ann.Id, eve.Id, DateTimeOffset.UtcNow.AddDays(-31));
        await app.PublishAsync(old);
        var requests = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            var request = new Request(ann, bob);
            await app.PublishAsync(request.Sent);
            requests.Insert(0, request.Id);
        }

        await Eventually.IsAsync("the oldest are gone", async () => (await bob.ListAsync()).Count == 3);
        Assert.Equal(requests[..3], (await bob.ListAsync()).Select(n => n.Id("requestId")));
        await Eventually.IsAsync("the old one is gone", async () => (await eve.ListAsync()).Count == 0);
        Assert.Equal(3, await bob.BadgeAsync());
    }

    [Fact]
    public async Task Settings_that_would_delete_everything_do_not_start()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() =>
            NotificationsApp.StartAsync(new() { ["Retention:MaxPerUser"] = "0" }));
        Assert.Contains(
            "Retention: MaxAge, MaxPerUser and Interval are above zero.", refused.ToString(), StringComparison.Ordinal);
    }
}

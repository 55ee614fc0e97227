using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.FriendRequests;

public sealed class ClosingAFriendRequest(NotificationsApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_notification_goes_away_whoever_closed_it(bool isCanceled)
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);
        var id = Assert.Single(await bob.ListAsync()).Text("id");
        await app.PublishAsync(isCanceled ? request.Canceled : request.Declined);

        Assert.Empty(await bob.ListAsync());
        Assert.Equal(0, await bob.BadgeAsync());
        Assert.Empty(await ann.ListAsync());
        await bob.Http.PutAsync($"/api/notifications/{id}/read", content: null)
            .ShouldBeProblemAsync(404, "notification.not_found");
    }

    [Fact]
    public async Task The_other_order_leaves_nothing()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Canceled);
        await app.PublishAsync(request.Sent);
        Assert.Empty(await bob.ListAsync());
        Assert.Equal(0, await bob.BadgeAsync());
    }

    [Fact]
    public async Task Both_events_at_once_leave_nothing()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => new Request(ann, bob)).Select(request =>
            Task.WhenAll(app.PublishAsync(request.Sent), app.PublishAsync(request.Declined))));
        Assert.Empty(await bob.ListAsync());
        Assert.Equal(0, await bob.BadgeAsync());
    }

    [Fact]
    public async Task A_new_request_of_the_same_person_is_told_again()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var (old, again) = (new Request(ann, bob), new Request(ann, bob));
        await app.PublishAsync(old.Sent);
        await app.PublishAsync(old.Declined);
        await app.PublishAsync(again.Sent);
        Assert.Equal(again.Id, Assert.Single(await bob.ListAsync()).Id("requestId"));
    }
}

namespace OneVOne.Notifications.Tests.FriendRequests;

public sealed class AcceptingAFriendRequest(NotificationsApp app)
{
    [Fact]
    public async Task Its_sender_is_told_and_to_its_receiver_it_is_read()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);
        await app.PublishAsync(request.Accepted);
        await ShouldBeAcceptedAsync(request);
    }

    [Fact]
    public async Task The_other_order_ends_the_same()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Accepted);
        await app.PublishAsync(request.Sent);
        await ShouldBeAcceptedAsync(request);
    }

    [Fact]
    public async Task Both_events_at_once_end_the_same()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var requests = Enumerable.Range(0, 20).Select(_ => new Request(ann, bob)).ToArray();
        await Task.WhenAll(requests.Select(request =>
            Task.WhenAll(app.PublishAsync(request.Sent), app.PublishAsync(request.Accepted))));

        Assert.Equal(0, await bob.BadgeAsync());
        Assert.Equal(requests.Length, (await bob.ListAsync()).Count);
        Assert.Equal(requests.Length, await ann.BadgeAsync());
    }

    [Fact]
    public async Task Delivered_many_times_at_once_it_makes_one_notification()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Accepted, Guid.CreateVersion7(), times: 8);
        Assert.Equal(1, await ann.BadgeAsync());
    }

    private static async Task ShouldBeAcceptedAsync(Request request)
    {
        var accepted = Assert.Single(await request.From.ListAsync());
        Assert.Equal("friend_accepted", accepted.Text("kind"));
        Assert.Equal(request.To.Username, accepted.GetProperty("actor").Text("username"));
        Assert.Equal(request.Id, accepted.Id("requestId"));
        Assert.Equal(1, await request.From.BadgeAsync());

        var asked = Assert.Single(await request.To.ListAsync());
        Assert.Equal("friend_request", asked.Text("kind"));
        Assert.True(asked.IsRead());
        Assert.Equal(request.SentAt, asked.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(0, await request.To.BadgeAsync());
    }
}

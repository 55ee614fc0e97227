using System.Text.Json;

namespace OneVOne.Notifications.Tests.FriendRequests;

public sealed class ReceivingAFriendRequest(NotificationsApp app)
{
    [Fact]
    public async Task Its_receiver_finds_a_notification_and_its_sender_none()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);

        var notification = Assert.Single(await bob.ListAsync());
        Assert.Equal("friend_request", notification.Text("kind"));
        Assert.Equal(ann.Id, notification.GetProperty("actor").Id("id"));
        Assert.Equal(ann.Username, notification.GetProperty("actor").Text("username"));
        Assert.Equal(request.Id, notification.Id("requestId"));
        Assert.Equal(1, notification.Number("count"));
        Assert.Equal(request.SentAt, notification.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, notification.GetProperty("readAt").ValueKind);
        Assert.False(notification.TryGetProperty("conversationId", out _));
        Assert.Equal(1, await bob.BadgeAsync());
        Assert.Empty(await ann.ListAsync());
    }

    [Fact]
    public async Task Delivered_many_times_at_once_it_makes_one_notification()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent, Guid.CreateVersion7(), times: 8);
        Assert.Equal(1, await bob.BadgeAsync());
    }

    [Fact]
    public async Task Published_again_under_another_message_id_it_makes_one_notification_that_is_not_unread_again()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);
        await app.PublishAsync(request.Sent);
        await bob.ReadAllAsync();
        await app.PublishAsync(request.Sent);
        Assert.Single(await bob.ListAsync());
        Assert.Equal(0, await bob.BadgeAsync());
    }
}

using System.Text.Json;
using OneVOne.Notifications.Tests.DirectMessages;
using OneVOne.Notifications.Tests.FriendRequests;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Realtime;

public sealed class HearingNotifications(NotificationsApp app)
{
    [Fact]
    public async Task Every_device_on_every_replica_hears_of_a_new_one_as_the_list_shows_it()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var phone = await bob.ListenAsync(app.First);
        await using var desk = await bob.ListenAsync(app.Second);
        await using var stranger = await ann.ListenAsync(app.First);
        await app.PublishAsync(new Request(ann, bob).Sent);

        var listed = Assert.Single(await bob.ListAsync());
        foreach (var device in new[] { phone, desk })
        {
            Assert.Equal(listed.ToString(), (await device.HearAsync("Notified")).ToString());
            await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 1);
        }

        Assert.Empty(stranger.Heard("Notified"));
        Assert.Equal(0, Assert.Single(stranger.Heard("BadgeChanged")).Number("unread"));
    }

    [Fact]
    public async Task The_first_thing_heard_is_the_badge()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        await using var device = await bob.ListenAsync(app.Second);
        Assert.Equal(1, device.Heard("BadgeChanged")[0].Number("unread"));
    }

    [Fact]
    public async Task A_second_delivery_is_not_heard()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var device = await bob.ListenAsync(app.First);
        await app.PublishAsync(new Request(ann, bob).Sent, Guid.CreateVersion7(), times: 5);
        // Heard after it, so all that was sent before has been heard too.
        await app.PublishAsync(new Conversation(ann, bob).Sent(1));
        await device.HearAsync("Notified", n => n.Text("kind") == "direct_message");
        Assert.Single(device.Heard("Notified"), n => n.Text("kind") == "friend_request");
    }

    [Fact]
    public async Task What_is_read_on_one_device_the_others_hear()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        await app.PublishAsync(new Request(ann, bob).Sent);
        await using var phone = await bob.ListenAsync(app.First);
        await using var desk = await bob.ListenAsync(app.Second);

        var notification = (await bob.ListAsync())[0];
        await bob.ReadAsync(notification);
        foreach (var device in new[] { phone, desk })
        {
            var read = await device.HearAsync("Read");
            Assert.Equal([notification.Id("id")], read.GetProperty("ids").EnumerateArray().Select(id => id.GetGuid()));
            await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 1);
        }

        await bob.ReadAllAsync();
        foreach (var device in new[] { phone, desk })
        {
            await device.HearAsync("Read", read => read.GetProperty("ids").ValueKind == JsonValueKind.Null);
            await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 0);
        }
    }

    [Fact]
    public async Task Accepting_reaches_both_people()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var anns = await ann.ListenAsync(app.First);
        await using var bobs = await bob.ListenAsync(app.Second);
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);
        var asked = await bobs.HearAsync("Notified");
        await app.PublishAsync(request.Accepted);

        await anns.HearAsync("Notified", n => n.Text("kind") == "friend_accepted" && n.Id("requestId") == request.Id);
        await anns.HearAsync("BadgeChanged", badge => badge.Number("unread") == 1);
        await bobs.HearAsync("Read", read => read.GetProperty("ids")[0].GetGuid() == asked.Id("id"));
        await bobs.HearAsync("BadgeChanged", badge => badge.Number("unread") == 0);
    }

    [Fact]
    public async Task A_request_that_is_taken_back_goes_from_the_screen()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var device = await bob.ListenAsync(app.First);
        var request = new Request(ann, bob);
        await app.PublishAsync(request.Sent);
        var asked = await device.HearAsync("Notified");
        await app.PublishAsync(request.Canceled);
        await device.HearAsync("Read", read => read.GetProperty("ids")[0].GetGuid() == asked.Id("id"));
        await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 0);
    }

    [Fact]
    public async Task Messages_are_heard_as_one_notification_that_grows_and_goes_when_they_are_read()
    {
        var chat = new Conversation(await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var device = await chat.To.ListenAsync(app.Second);
        await app.PublishAsync(chat.Sent(1));
        var first = await device.HearAsync("Notified");
        await app.PublishAsync(chat.Sent(2, 3));
        await device.HearAsync("Notified", n => n.Id("id") == first.Id("id") && n.Number("count") == 3);
        await app.PublishAsync(chat.Read(1));
        await device.HearAsync("Notified", n => n.Id("id") == first.Id("id") && n.Number("count") == 2);
        await app.PublishAsync(chat.Read(3));
        await device.HearAsync("Read", read => read.GetProperty("ids")[0].GetGuid() == first.Id("id"));
        await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 0);
    }

    [Fact]
    public async Task Whatever_happens_at_once_the_last_badge_heard_is_true()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var device = await bob.ListenAsync(app.First);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            await app.PublishAsync(new Request(ann, bob).Sent);
            if (i % 10 == 5)
            {
                await bob.ReadAllAsync();
            }
        }));

        var unread = await bob.BadgeAsync();
        await Eventually.IsAsync(
            $"the last badge is {unread}",
            () => Task.FromResult(device.Heard("BadgeChanged")[^1].Number("unread") == unread));
    }

    [Fact]
    public async Task A_call_is_refused_and_the_connection_stays_open()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await using var device = await bob.ListenAsync(app.First);
        await device.ShouldRefuseAsync(404, "hub.unknown_method", "MarkRead", new { id = Guid.NewGuid() });
        await app.PublishAsync(new Request(ann, bob).Sent);
        await device.HearAsync("Notified");
    }
}

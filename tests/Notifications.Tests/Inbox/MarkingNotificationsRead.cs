using OneVOne.Contracts.Chat;
using OneVOne.Notifications.Tests.DirectMessages;
using OneVOne.Notifications.Tests.FriendRequests;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Inbox;

public sealed class MarkingNotificationsRead(NotificationsApp app)
{
    [Fact]
    public async Task One_is_read_and_again_is_the_same()
    {
        var bob = await app.RegisterAsync("bob");
        await SendAsync(bob, requests: 2);
        var notification = (await bob.ListAsync())[0];
        await bob.ReadAsync(notification);
        var readAt = (await bob.ListAsync())[0].GetProperty("readAt").GetDateTimeOffset();
        await bob.ReadAsync(notification);

        var list = await bob.ListAsync();
        Assert.Equal(readAt, list[0].GetProperty("readAt").GetDateTimeOffset());
        Assert.False(list[1].IsRead());
        Assert.Equal(1, await bob.BadgeAsync());
    }

    [Fact]
    public async Task All_are_read_and_again_is_the_same()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await SendAsync(bob, requests: 3);
        await SendAsync(ann, requests: 1);
        await bob.ReadAllAsync();
        await bob.ReadAllAsync();
        Assert.Equal(0, await bob.BadgeAsync());
        Assert.All(await bob.ListAsync(), notification => Assert.True(notification.IsRead()));
        Assert.Equal(1, await ann.BadgeAsync());
    }

    [Fact]
    public async Task At_once_from_many_devices_it_is_read_once()
    {
        var bob = await app.RegisterAsync("bob");
        await SendAsync(bob, requests: 3);
        var list = await bob.ListAsync();
        await using var device = await bob.ListenAsync(app.First);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bob.ReadAsync(list[0])));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bob.ReadAllAsync()));
        Assert.Equal(0, await bob.BadgeAsync());
        await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 0);
        Assert.Equal(2, device.Heard("Read").Count);
    }

    [Fact]
    public async Task While_batches_of_messages_arrive_it_blocks_nobody()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var chats = Enumerable.Range(0, 12).Select(_ => new Conversation(ann, bob)).ToArray();
        await Task.WhenAll(Enumerable.Range(1, 30).Select(async seq =>
        {
            // Each time another conversation is the newest, so the list's order is not the order of the batch.
            var turned = chats.Skip(seq % 12).Concat(chats.Take(seq % 12));
            var batch = turned.Select((chat, i) => chat.Message((12 * seq) + i));
            await app.PublishAsync(new DirectMessagesSent([.. batch]));
            await bob.ReadAllAsync();
        }));

        var counted = 0L;
        string? next = "";
        while (next is not null)
        {
            var page = await bob.PageAsync($"?limit=100&cursor={next}");
            counted += page.GetProperty("items").EnumerateArray().Sum(n => n.Number("count"));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(30 * 12, counted);
    }

    [Fact]
    public async Task Someone_elses_is_not_found_and_stays_unread()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await SendAsync(bob, requests: 1);
        var id = (await bob.ListAsync())[0].Text("id");
        await ann.Http.PutAsync($"/api/notifications/{id}/read", content: null)
            .ShouldBeProblemAsync(404, "notification.not_found");
        Assert.Equal(1, await bob.BadgeAsync());
    }

    [Fact]
    public async Task An_unknown_one_is_not_found() =>
        await (await app.RegisterAsync("ann")).Http.PutAsync($"/api/notifications/{Guid.CreateVersion7()}/read", content: null)
            .ShouldBeProblemAsync(404, "notification.not_found");

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("00000000-0000-0000-0000-00000000000g")]
    [InlineData("'%20OR%201=1--")]
    public async Task What_is_no_id_is_refused(string id) =>
        await (await app.RegisterAsync("ann")).Http.PutAsync($"/api/notifications/{id}/read", content: null)
            .ShouldBeProblemAsync(400, "request.malformed");

    private async Task SendAsync(Person to, int requests)
    {
        var from = await app.RegisterAsync("someone");
        for (var i = 0; i < requests; i++)
        {
            await app.PublishAsync(new Request(from, to).Sent);
        }
    }
}

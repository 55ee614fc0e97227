namespace OneVOne.Notifications.Tests.DirectMessages;

public sealed class ReadingAConversation(NotificationsApp app)
{
    [Fact]
    public async Task Its_notification_is_read()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(1, 2));
        await app.PublishAsync(chat.Read(2));
        Assert.True(Assert.Single(await chat.To.ListAsync()).IsRead());
        Assert.Equal(0, await chat.To.BadgeAsync());
    }

    [Fact]
    public async Task Messages_whose_news_comes_after_the_reading_make_none()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Read(2));
        await app.PublishAsync(chat.Sent(1, 2));
        Assert.Empty(await chat.To.ListAsync());

        await app.PublishAsync(chat.Sent(3));
        var notification = Assert.Single(await chat.To.ListAsync());
        Assert.Equal((1, 3), (notification.Number("count"), notification.Number("seq")));
    }

    [Fact]
    public async Task Of_a_batch_only_what_is_beyond_the_reading_counts()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Read(2));
        await app.PublishAsync(chat.Sent(1, 2, 3, 4));
        Assert.Equal(2, Assert.Single(await chat.To.ListAsync()).Number("count"));
    }

    [Fact]
    public async Task Read_in_part_it_stays_open_with_what_is_left()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(1, 2, 3, 4, 5));
        await app.PublishAsync(chat.Read(3));
        var notification = Assert.Single(await chat.To.ListAsync());
        Assert.False(notification.IsRead());
        Assert.Equal((2, 5), (notification.Number("count"), notification.Number("seq")));
    }

    [Fact]
    public async Task An_older_reading_that_comes_late_takes_nothing_back()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Read(5));
        await app.PublishAsync(chat.Read(2));
        await app.PublishAsync(chat.Sent(3, 4, 5));
        Assert.Empty(await chat.To.ListAsync());
    }

    [Fact]
    public async Task Messages_and_reading_at_once_leave_nothing_unread()
    {
        var chats = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync()));
        await Task.WhenAll(chats.Select(chat =>
            Task.WhenAll(app.PublishAsync(chat.Sent(1, 2)), app.PublishAsync(chat.Read(2)))));
        foreach (var chat in chats)
        {
            Assert.Equal(0, await chat.To.BadgeAsync());
        }
    }

    [Fact]
    public async Task The_other_of_the_two_keeps_their_own()
    {
        var chat = await StartAsync();
        var back = chat with { From = chat.To, To = chat.From };
        await app.PublishAsync(chat.Sent(1));
        await app.PublishAsync(back.Sent(2));
        await app.PublishAsync(chat.Read(2));
        Assert.Equal(0, await chat.To.BadgeAsync());
        Assert.Equal(1, await chat.From.BadgeAsync());
    }

    private async Task<Conversation> StartAsync() => new(await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
}

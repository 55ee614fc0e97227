using OneVOne.Contracts.Chat;

namespace OneVOne.Notifications.Tests.DirectMessages;

public sealed class ReceivingDirectMessages(NotificationsApp app)
{
    [Fact]
    public async Task Those_of_one_conversation_are_one_notification_that_tells_of_the_last()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(1));
        var id = Assert.Single(await chat.To.ListAsync()).Id("id");
        var last = chat.Message(4);
        await app.PublishAsync(new DirectMessagesSent([chat.Message(2), last, chat.Message(3)]));

        var notification = Assert.Single(await chat.To.ListAsync());
        Assert.Equal("direct_message", notification.Text("kind"));
        Assert.Equal(id, notification.Id("id"));
        Assert.Equal(chat.From.Username, notification.GetProperty("actor").Text("username"));
        Assert.Equal(chat.Id, notification.Id("conversationId"));
        Assert.Equal((4, 4), (notification.Number("count"), notification.Number("seq")));
        Assert.Equal((last.MessageId, "message 4"), (notification.Id("messageId"), notification.Text("preview")));
        Assert.Equal(last.SentAt, notification.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(1, await chat.To.BadgeAsync());
    }

    [Fact]
    public async Task Batches_in_the_other_order_end_the_same()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(3, 4));
        await app.PublishAsync(chat.Sent(1, 2));
        var notification = Assert.Single(await chat.To.ListAsync());
        Assert.Equal((4, 4), (notification.Number("count"), notification.Number("seq")));
        Assert.Equal("message 4", notification.Text("preview"));
    }

    [Fact]
    public async Task A_batch_delivered_many_times_at_once_counts_once()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(1, 2), Guid.CreateVersion7(), times: 8);
        Assert.Equal(2, Assert.Single(await chat.To.ListAsync()).Number("count"));
    }

    [Fact]
    public async Task One_batch_may_hold_messages_of_many_people_and_conversations()
    {
        var (first, second) = (await StartAsync(), await StartAsync());
        var third = new Conversation(first.To, second.To);
        await app.PublishAsync(new DirectMessagesSent(
            [first.Message(1), second.Message(1), third.Message(1), first.Message(2), third.Message(2), third.Message(3)]));

        Assert.Equal(2, Assert.Single(await first.To.ListAsync()).Number("count"));
        var counts = (await second.To.ListAsync()).ToDictionary(n => n.Id("conversationId"), n => n.Number("count"));
        Assert.Equal(new Dictionary<Guid, long> { [second.Id] = 1, [third.Id] = 3 }, counts);
        Assert.Equal(2, await second.To.BadgeAsync());
    }

    [Fact]
    public async Task Many_batches_at_once_lose_no_message()
    {
        var chats = new[] { await StartAsync(), await StartAsync(), await StartAsync() };
        await Task.WhenAll(Enumerable.Range(1, 40).Select(seq => app.PublishAsync(
            // Now this conversation first and now that: the order in a batch must not matter.
            new DirectMessagesSent([.. chats.Skip(seq % 3).Concat(chats.Take(seq % 3)).Select(chat => chat.Message(seq))]))));
        foreach (var chat in chats)
        {
            var notification = Assert.Single(await chat.To.ListAsync());
            Assert.Equal((40, 40), (notification.Number("count"), notification.Number("seq")));
        }
    }

    [Fact]
    public async Task After_one_was_marked_read_the_next_message_opens_another()
    {
        var chat = await StartAsync();
        await app.PublishAsync(chat.Sent(1, 2));
        await chat.To.ReadAllAsync();
        await app.PublishAsync(chat.Sent(3));
        var list = await chat.To.ListAsync();
        Assert.Equal([(1, false), (2, true)], list.Select(n => ((int)n.Number("count"), n.IsRead())));
        Assert.Equal(1, await chat.To.BadgeAsync());
    }

    [Fact]
    public async Task A_batch_of_nothing_is_nothing() => await app.PublishAsync(new DirectMessagesSent([]));

    private async Task<Conversation> StartAsync() => new(await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
}

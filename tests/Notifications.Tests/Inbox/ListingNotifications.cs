using System.Text.Json;
using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Tests.DirectMessages;
using OneVOne.Notifications.Tests.FriendRequests;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Inbox;

public sealed class ListingNotifications(NotificationsApp app)
{
    [Fact]
    public async Task Pages_hold_each_once_newest_first()
    {
        var bob = await app.RegisterAsync("bob");
        var asked = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            var request = new Request(await app.RegisterAsync("ann"), bob);
            await app.PublishAsync(request.Sent);
            asked.Insert(0, request.Id);
        }

        var listed = new List<Guid>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await bob.PageAsync($"?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(n => n.Id("requestId")));
            cursor = page.GetProperty("next").GetString();
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(3, pages);
        Assert.Equal(asked, listed);
    }

    [Fact]
    public async Task Notifications_of_the_same_moment_are_paged_one_by_one()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var moment = Times.Now();
        var ids = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToHashSet();
        await Task.WhenAll(ids.Select(id => app.PublishAsync(new FriendRequestSent(id, ann.Id, bob.Id, moment))));

        var listed = new List<Guid>();
        string? next = "";
        while (next is not null)
        {
            var page = await bob.PageAsync($"?limit=1&cursor={next}");
            listed.Add(Assert.Single(page.GetProperty("items").EnumerateArray()).Id("requestId"));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(5, listed.Count);
        Assert.Equal(ids, listed.ToHashSet());
    }

    [Fact]
    public async Task Unread_ones_can_be_asked_for_alone()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        await bob.ReadAllAsync();
        var chat = new Conversation(ann, bob);
        await app.PublishAsync(chat.Sent(1));

        Assert.Equal(2, (await bob.ListAsync()).Count);
        Assert.Equal(2, (await bob.ListAsync("?unread=false")).Count);
        Assert.Equal("direct_message", Assert.Single(await bob.ListAsync("?unread=true")).Text("kind"));
    }

    [Fact]
    public async Task A_conversation_moves_to_the_front_with_each_message()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var (older, newer) = (new Conversation(ann, bob), new Conversation(ann, bob));
        await app.PublishAsync(older.Sent(1));
        await app.PublishAsync(newer.Sent(2));
        await app.PublishAsync(older.Sent(3));
        Assert.Equal([older.Id, newer.Id], (await bob.ListAsync()).Select(n => n.Id("conversationId")));
    }

    [Fact]
    public async Task Who_has_none_gets_an_empty_list()
    {
        var page = await (await app.RegisterAsync("ann")).PageAsync();
        Assert.Equal(0, page.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("?limit=0", "paging.limit_invalid")]
    [InlineData("?limit=101", "paging.limit_invalid")]
    [InlineData("?limit=-1", "paging.limit_invalid")]
    [InlineData("?limit=many", "paging.limit_invalid")]
    [InlineData("?limit=99999999999999999999", "paging.limit_invalid")]
    [InlineData("?cursor=nonsense", "paging.cursor_invalid")]
    [InlineData("?cursor=%00", "paging.cursor_invalid")]
    [InlineData("?cursor=bmV2ZXIfbWluZQ", "paging.cursor_invalid")]
    [InlineData("?unread=perhaps", "request.malformed")]
    public async Task A_query_that_makes_no_sense_is_refused(string query, string code) =>
        await (await app.RegisterAsync("ann")).Http.GetAsync($"/api/notifications{query}").ShouldBeProblemAsync(400, code);
}

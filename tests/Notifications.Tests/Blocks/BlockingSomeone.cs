using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Tests.DirectMessages;
using OneVOne.Notifications.Tests.FriendRequests;

namespace OneVOne.Notifications.Tests.Blocks;

public sealed class BlockingSomeone(NotificationsApp app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_notified_between_two_of_whom_one_blocks_the_other(bool annBlocks)
    {
        var (ann, bob) = await PeopleAsync();
        await app.PublishAsync(annBlocks ? Block(ann, bob) : Block(bob, ann));
        var (request, other) = (new Request(ann, bob), new Request(bob, ann));
        await app.PublishAsync(request.Sent);
        await app.PublishAsync(other.Sent);
        await app.PublishAsync(other.Accepted);
        await app.PublishAsync(new Conversation(bob, ann).Sent(1));
        foreach (var person in new[] { ann, bob })
        {
            Assert.Equal(0, await person.BadgeAsync());
            Assert.DoesNotContain(await person.ListAsync(), IsUnread);
        }
    }

    [Fact]
    public async Task What_is_unread_of_somebody_goes_when_they_are_blocked_and_does_not_come_back()
    {
        var (ann, bob) = await PeopleAsync();
        var cy = await app.RegisterAsync("cy");
        await app.PublishAsync(new Request(bob, ann).Sent);
        await app.PublishAsync(new Conversation(bob, ann).Sent(1));
        await app.PublishAsync(new Conversation(cy, ann).Sent(1));
        Assert.Equal(3, await ann.BadgeAsync());
        await using var device = await ann.ListenAsync(app.Second);
        await app.PublishAsync(Block(ann, bob));
        Assert.Equal([cy.Id], (await ann.ListAsync()).Select(n => n.GetProperty("actor").Id("id")));
        Assert.Equal(1, await ann.BadgeAsync());
        Assert.Equal(2, (await device.HearAsync("Read")).GetProperty("ids").GetArrayLength());
        await device.HearAsync("BadgeChanged", badge => badge.Number("unread") == 1);
        await app.PublishAsync(Unblock(ann, bob));
        Assert.Equal(1, await ann.BadgeAsync());
    }

    [Fact]
    public async Task What_was_read_before_stays_and_so_does_what_the_blocked_one_has()
    {
        var (ann, bob) = await PeopleAsync();
        await app.PublishAsync(new Request(bob, ann).Sent);
        await ann.ReadAllAsync();
        await app.PublishAsync(new Conversation(ann, bob).Sent(1));
        await app.PublishAsync(Block(ann, bob));
        Assert.Single(await ann.ListAsync());
        Assert.Equal(1, await bob.BadgeAsync());
    }

    [Fact]
    public async Task A_request_whose_news_comes_after_the_block_leaves_a_row_that_its_other_events_find()
    {
        var (ann, bob) = await PeopleAsync();
        var request = new Request(bob, ann);
        await app.PublishAsync(Block(ann, bob));
        await app.PublishAsync(request.Sent);
        await app.PublishAsync(new FriendRequestClosed(
            request.Id, bob.Id, ann.Id, FriendRequestOutcome.Withdrawn, request.SentAt));
        await app.PublishAsync(Unblock(ann, bob));
        Assert.Empty(await ann.ListAsync());
    }

    /// <summary>Race R3, here: a message is told of while its author is being blocked.</summary>
    [Fact]
    public async Task A_message_and_a_block_at_the_same_moment_leave_nothing_unread()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            var (ann, bob) = (app.CreateStranger("ann"), app.CreateStranger("bob"));
            var conversation = new Conversation(bob, ann);
            await Task.WhenAll(
                app.PublishAsync(conversation.Sent(1)), app.PublishAsync(Block(ann, bob)), app.PublishAsync(conversation.Sent(2)));
            Assert.Equal(0, await ann.BadgeAsync());
        }));
    }

    private async Task<(Person Ann, Person Bob)> PeopleAsync() => (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));

    private static bool IsUnread(System.Text.Json.JsonElement notification) => !notification.IsRead();

    private static RelationshipChanged Block(Person blocker, Person blocked) => Change(blocker, blocked, true, 2);

    private static RelationshipChanged Unblock(Person blocker, Person blocked) => Change(blocker, blocked, false, 3);

    private static RelationshipChanged Change(Person one, Person other, bool blocks, long version) =>
        one.Id.CompareTo(other.Id) < 0
            ? new(one.Id, other.Id, false, blocks, false, DateTimeOffset.UtcNow, version)
            : new(other.Id, one.Id, false, false, blocks, DateTimeOffset.UtcNow, version);
}

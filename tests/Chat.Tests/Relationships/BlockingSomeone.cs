using System.Diagnostics;
using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Relationships;

public sealed class BlockingSomeone(TwoReplicas replicas)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly ChatApp app = replicas.App;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Within_a_second_neither_writes_to_the_other_nor_is_seen_typing(bool annBlocks)
    {
        var (ann, bob, direct) = await OpenToEveryoneAsync();
        await using var hub = await ConnectAsync(bob, 1);
        await ann.SendAsync(direct, "before");
        await BlockAsync(annBlocks ? ann : bob, annBlocks ? bob : ann);
        foreach (var person in new[] { ann, bob })
        {
            var problem = await person.Post(direct, "x", replica: 1).ShouldBeProblemAsync(403, "direct.not_allowed");
            // Who is blocked reads the same as who is a stranger.
            var other = person == ann ? bob : ann;
            var strangers = await other.Http().PutAsync($"/api/chat/direct/{app.NewPerson().Id}")
                .ShouldBeProblemAsync(403, "direct.not_allowed");
            Assert.Equal(strangers.Text("detail"), problem.Text("detail"));
        }

        await hub.ShouldRefuseAsync(403, "direct.not_allowed", "Send", ChatPerson.Message(direct, "x"));
        await hub.ShouldRefuseAsync(403, "direct.not_allowed", "Typing", new { conversationId = direct });
        // What was said before stays said.
        Assert.Equal(["before"], (await bob.EventsAsync(direct)).Bodies());
    }

    [Fact]
    public async Task Two_of_whom_one_blocks_the_other_open_no_new_conversation()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await TakeAllMessagesAsync(ann, bob);
        await app.Bus.PublishAsync(bob.Blocks(ann, 1));
        await KnownAsync(bob, ann);
        await ann.Http().PutAsync($"/api/chat/direct/{bob.Id}").ShouldBeProblemAsync(403, "direct.not_allowed");
        await bob.Http().PutAsync($"/api/chat/direct/{ann.Id}").ShouldBeProblemAsync(403, "direct.not_allowed");
    }

    [Fact]
    public async Task A_block_that_is_lifted_leaves_strangers_and_a_late_event_of_the_friendship_changes_nothing()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 4);
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 4, areFriends: false));
        await app.Bus.PublishAsync(ann.Blocks(bob, 3));
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 2));
        await Eventually.IsAsync("the end is known", async () => (int)(await bob.Post(direct, "x")).StatusCode == 403);
        await app.Bus.PublishAsync(bob.FriendsWith(ann, 5));
        await Eventually.IsAsync("friends again", async () => (int)(await bob.Post(direct, "again")).StatusCode == 201);
    }

    /// <summary>Race R3: a block while messages are in flight.</summary>
    [Fact]
    public async Task After_the_block_has_arrived_nothing_is_written_whatever_was_in_flight()
    {
        for (var round = 0; round < 10; round++)
        {
            var (ann, bob, direct) = await OpenToEveryoneAsync();
            await ann.SendAsync(direct, "first");
            await using var senders = Meanwhile.Repeat(6, async i =>
            {
                using var response = await (i % 2 == 0 ? ann : bob).Post(direct, "x", replica: i / 2 % 2);
            });
            app.Friends.Set(ann.Id, bob.Id, areFriends: false, version: 2);
            await app.Bus.PublishAsync(bob.Blocks(ann, 2));
            await KnownAsync(bob, ann);
            var head = (await ann.ConversationAsync(direct)).Number("headSeq");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ann.Post(direct, "late", replica: i % 2)));
            await senders.StopAsync();
            Assert.Equal(head, (await ann.ConversationAsync(direct)).Number("headSeq"));
            Assert.DoesNotContain("late", (await bob.EventsAsync(direct)).Bodies());
        }
    }

    [Fact]
    public async Task A_batch_that_holds_the_conversation_is_waited_for()
    {
        // Race R3 in slow motion: the block does not commit while a batch that did not see it may still write.
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var holder = await app.HoldAsync(direct);
        await app.Bus.PublishAsync(bob.Blocks(ann, 2));
        await Eventually.IsAsync("the block waits", async () => await app.CountAsync(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE%'
              AND query NOT LIKE '%append_messages%'
            """) > 0);
        Assert.Equal(0, await app.CountAsync(IsBlocked(bob, ann)));
        await holder.DisposeAsync();
        await KnownAsync(bob, ann);
    }

    [Fact]
    public async Task In_a_shared_room_the_blocked_ones_messages_are_marked_for_who_blocks_and_not_unread()
    {
        await using var own = await ChatApp.StartAsync();
        var (ann, bob, cy) = (own.NewPerson(), own.NewPerson("bob"), own.NewPerson("cy"));
        await own.Bus.PublishAsync(ann.Blocks(bob, 1));
        await KnownAsync(ann, bob, own);
        await using var hub = await ann.HubAsync();
        await hub.CallAsync("Sync", new { heads = new { } });
        await bob.SendAsync(ChatPerson.Lobby, "from bob");
        await cy.SendAsync(ChatPerson.Lobby, "from cy");

        // Delivered all the same: a room is one for everyone, and hiding is the client's.
        await hub.HearAsync("Event", e => e.Text("body") == "from bob");
        foreach (var events in new[]
        {
            await ann.EventsAsync(ChatPerson.Lobby),
            (await ann.Http().GetAsync($"/api/chat/conversations/{ChatPerson.Lobby}/messages").ShouldBeAsync(200)).Items().ToList(),
        })
        {
            Assert.Equal([("from bob", true), ("from cy", false)], events.Select(e => (e.Text("body"), IsMarked(e))));
        }

        Assert.Equal(1, await ann.UnreadAsync(ChatPerson.Lobby));
        var moved = await hub.CallAsync("Sync", new { heads = new { } });
        Assert.Equal(1, moved.Items("conversations").Single().Number("unread"));
        // Nobody else sees a mark, least of all the blocked one.
        foreach (var other in new[] { bob, cy })
        {
            Assert.DoesNotContain(await other.EventsAsync(ChatPerson.Lobby), IsMarked);
        }

        await bob.SendAsync(ChatPerson.Lobby, "again");
        Assert.True(IsMarked((await ann.ConversationAsync(ChatPerson.Lobby)).GetProperty("lastMessage")));
        // Unread is derived (I6): without the block all of it counts again.
        await own.Bus.PublishAsync(ann.FriendsWith(bob, 2, areFriends: false));
        await Eventually.IsAsync("no longer blocked", async () => await ann.UnreadAsync(ChatPerson.Lobby) == 3);
    }

    [Fact]
    public async Task In_a_shared_room_neither_sees_the_other_typing_and_third_parties_do()
    {
        var (ann, bob, cy) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"));
        await app.Bus.PublishAsync(ann.Blocks(bob, 1));
        await KnownAsync(ann, bob);
        await using var anns = await ConnectAsync(ann, 0);
        await using var bobs = await ConnectAsync(bob, 1);
        await using var cys = await ConnectAsync(cy, 1);
        await anns.CallAsync("Typing", new { conversationId = ChatPerson.Lobby });
        await bobs.CallAsync("Typing", new { conversationId = ChatPerson.Lobby });
        foreach (var typist in new[] { ann, bob })
        {
            await cys.HearAsync("Typing", typing => typing.Id("userId") == typist.Id);
        }

        await cys.CallAsync("Typing", new { conversationId = ChatPerson.Lobby });
        await anns.HearAsync("Typing", typing => typing.Id("userId") == cy.Id);
        await bobs.HearAsync("Typing", typing => typing.Id("userId") == cy.Id);
        Assert.DoesNotContain(anns.Heard("Typing"), typing => typing.Id("userId") == bob.Id);
        Assert.DoesNotContain(bobs.Heard("Typing"), typing => typing.Id("userId") == ann.Id);
    }

    [Fact]
    public async Task The_devices_of_who_blocks_hear_of_it_and_those_of_the_blocked_do_not()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await using var phone = await ConnectAsync(ann, 0);
        await using var desk = await ConnectAsync(ann, 1);
        await using var bobs = await ConnectAsync(bob, 0);
        await app.Bus.PublishAsync(ann.Blocks(bob, 1));
        foreach (var device in new[] { phone, desk })
        {
            Assert.True((await device.HearAsync("BlocksChanged", change => change.Id("userId") == bob.Id, Soon))
                .GetProperty("blocked").GetBoolean());
        }

        await app.Bus.PublishAsync(ann.Blocks(bob, 2, mutually: true));
        await bobs.HearAsync("BlocksChanged", change => change.Id("userId") == ann.Id);
        await app.Bus.PublishAsync(ann.FriendsWith(bob, 3, areFriends: false));
        await phone.HearAsync("BlocksChanged", change => !change.GetProperty("blocked").GetBoolean());
        Assert.Equal(2, phone.Heard("BlocksChanged").Count);
        await bobs.HearAsync("BlocksChanged", change => !change.GetProperty("blocked").GetBoolean());
        Assert.Equal(2, bobs.Heard("BlocksChanged").Count);
    }

    /// <summary>Two friends who take messages of everyone, so that only the block can be what stops them.</summary>
    private async Task<(ChatPerson Ann, ChatPerson Bob, Guid Direct)> OpenToEveryoneAsync()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await TakeAllMessagesAsync(ann, bob);
        return (ann, bob, direct);
    }

    private async Task TakeAllMessagesAsync(params ChatPerson[] people)
    {
        foreach (var person in people)
        {
            await app.Bus.PublishAsync(person.TakesMessagesOf(Audience.Everyone, 1));
            await Eventually.IsAsync("the choice is known", async () =>
                await app.CountAsync($"SELECT audience_of('{person.Id}', 'direct_messages')::bigint") == 1);
        }
    }

    private async Task BlockAsync(ChatPerson blocker, ChatPerson blocked)
    {
        app.Friends.Set(blocker.Id, blocked.Id, areFriends: false, version: 2);
        var started = Stopwatch.GetTimestamp();
        await app.Bus.PublishAsync(blocker.Blocks(blocked, 2));
        await KnownAsync(blocker, blocked);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Soon);
    }

    private Task KnownAsync(ChatPerson blocker, ChatPerson blocked, ChatApp? of = null) =>
        Eventually.IsAsync("the block is known", async () => await (of ?? app).CountAsync(IsBlocked(blocker, blocked)) == 1);

    private static string IsBlocked(ChatPerson blocker, ChatPerson blocked) =>
        $"SELECT blocks('{blocker.Id}', '{blocked.Id}')::int::bigint";

    private static bool IsMarked(System.Text.Json.JsonElement message) =>
        message.GetProperty("author").TryGetProperty("blocked", out var mark) && mark.GetBoolean();

    private static async Task<HubClient> ConnectAsync(ChatPerson person, int replica)
    {
        var hub = await person.HubAsync(replica);
        await hub.CallAsync("Sync", new { heads = new { } });
        return hub;
    }
}

using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Inbox;

public sealed class KeepingAnInbox(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_pinned_ones_come_first_on_every_page_then_the_latest()
    {
        var (ann, rooms) = await PersonWithRoomsAsync(5);
        await ann.MineAsync(rooms[0], new { pinned = true });
        await ann.MineAsync(rooms[2], new { pinned = true }, replica: 1);
        await ann.MineAsync(rooms[2], new { pinned = true });
        Guid[] expected = [rooms[2], rooms[0], rooms[4], rooms[3], rooms[1]];
        Assert.Equal(expected, (await PagesAsync(ann, "inbox")).Where(id => id != ChatPerson.Lobby));
        Assert.Equal(expected, (await PagesAsync(ann, "all")).Where(id => id != ChatPerson.Lobby));
        Assert.False((await ann.MineAsync(rooms[2], new { pinned = false })).GetProperty("pinned").GetBoolean());
        Assert.Equal(rooms[0], (await ann.ListAsync())[0].Id());
    }

    [Fact]
    public async Task What_is_archived_comes_back_when_something_happens_in_it()
    {
        var (ann, rooms) = await PersonWithRoomsAsync(2);
        var bob = app.NewPerson("bob");
        await bob.Join(rooms[0]).ShouldBeAsync(200);
        Assert.True((await ann.MineAsync(rooms[0], new { archived = true })).GetProperty("archived").GetBoolean());
        Assert.Equal([rooms[0]], (await ann.ListAsync("archived")).Select(c => c.Id()));
        Assert.DoesNotContain(rooms[0], (await ann.ListAsync()).Select(c => c.Id()));
        await bob.SendAsync(rooms[0], "wake up");
        Assert.Empty(await ann.ListAsync("archived"));
        Assert.Contains(rooms[0], (await ann.ListAsync()).Select(c => c.Id()));
        // What is muted as well stays away.
        await ann.MineAsync(rooms[0], new { archived = true, mutedUntil = DateTimeOffset.UtcNow.AddHours(1) });
        await bob.SendAsync(rooms[0], "again");
        Assert.Equal([rooms[0]], (await ann.ListAsync("archived")).Select(c => c.Id()));
        Assert.True((await ann.MineAsync(rooms[0], new { mutedUntil = (string?)null })).GetProperty("mutedUntil").ValueKind == JsonValueKind.Null);
        Assert.Empty(await ann.ListAsync("archived"));
    }

    [Fact]
    public async Task The_badge_counts_what_the_inbox_shows_and_not_what_is_muted_archived_or_asked()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var rooms = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            rooms.Add((await bob.CreateRoomAsync()).Id());
            await ann.Join(rooms[i]).ShouldBeAsync(200);
            await bob.SendAsync(rooms[i], $"hey @{ann.Username}");
            await bob.SendAsync(rooms[i], "you");
        }

        await app.OpenToEveryoneAsync(ann);
        await bob.SendAsync(await bob.OpenDirectAsync(ann), "a request");
        await ann.Read(ChatPerson.Lobby, (await ann.ConversationAsync(ChatPerson.Lobby)).Number("headSeq"));
        // Others write to the public room all the time.
        await ann.MineAsync(ChatPerson.Lobby, new { mutedUntil = DateTimeOffset.UtcNow.AddDays(1) });
        Assert.Equal((3, 6, 3), await TotalsAsync(ann));
        await ann.MineAsync(rooms[0], new { mutedUntil = DateTimeOffset.UtcNow.AddDays(1) });
        Assert.Equal((2, 4, 2), await TotalsAsync(ann));
        await ann.MineAsync(rooms[1], new { archived = true });
        Assert.Equal((1, 2, 1), await TotalsAsync(ann));
        var shown = (await ann.ListAsync()).Where(c => c.GetProperty("mutedUntil").ValueKind == JsonValueKind.Null).ToList();
        Assert.Equal(2, shown.Sum(c => c.Number("unread")));
        await ann.Read(rooms[2], 4);
        Assert.Equal((0, 0, 0), await TotalsAsync(ann, replica: 1));
        // A muting that is over is none.
        await ann.MineAsync(rooms[0], new { mutedUntil = DateTimeOffset.UtcNow.AddDays(-1) });
        Assert.Equal((1, 2, 1), await TotalsAsync(ann));
    }

    [Fact]
    public async Task A_persons_other_devices_hear_that_a_conversation_is_another_for_them()
    {
        var (ann, rooms) = await PersonWithRoomsAsync(1);
        await using var desk = await ann.ListenAsync(1);
        await ann.MineAsync(rooms[0], new { pinned = true });
        await desk.HearAsync("ConversationChanged", e => e.Id("conversationId") == rooms[0]);
        // Nobody else's list is another.
        Assert.True((await ann.ConversationAsync(rooms[0])).GetProperty("pinned").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_set_is_refused()
    {
        var (ann, rooms) = await PersonWithRoomsAsync(1);
        var url = $"/api/chat/conversations/{rooms[0]}/mine";
        await ann.Http().PutAsync(url, new { mutedUntil = "tomorrow" }).ShouldBeProblemAsync(400, "request.invalid");
        await ann.Http().PutAsync(url, new { mutedUntil = 5 }).ShouldBeProblemAsync(400, "request.invalid");
        await ann.Http().PutAsync(url, new { pinned = "yes" }).ShouldBeProblemAsync(400, "request.malformed");
        await app.NewPerson().Http().PutAsync(url, new { pinned = true }).ShouldBeProblemAsync(404, "conversation.not_found");
        await ann.Http().GetAsync("/api/chat/conversations?filter=spam").ShouldBeProblemAsync(400, "request.invalid");
        await ann.Http().GetAsync("/api/chat/conversations?filter=2").ShouldBeProblemAsync(400, "request.invalid");
    }

    /// <summary>The rooms in the order of their last activity, the latest last.</summary>
    private async Task<(ChatPerson Ann, List<Guid> Rooms)> PersonWithRoomsAsync(int count)
    {
        var ann = app.NewPerson();
        var rooms = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            rooms.Add((await ann.CreateRoomAsync()).Id());
        }

        return (ann, rooms);
    }

    private static async Task<(long, long, long)> TotalsAsync(ChatPerson person, int replica = 0)
    {
        var totals = await person.Http(replica).GetAsync("/api/chat/unread").ShouldBeAsync(200);
        return (totals.Number("conversations"), totals.Number("messages"), totals.Number("mentions"));
    }

    private static async Task<List<Guid>> PagesAsync(ChatPerson person, string filter)
    {
        var found = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await person.Http(1).GetAsync($"/api/chat/conversations?filter={filter}&limit=2&cursor={cursor}").ShouldBeAsync(200);
            found.AddRange(page.Items().Select(c => c.Id()));
            cursor = page.Text("next");
        }
        while (cursor is not null);
        return found;
    }
}

using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Rooms;

[Collection(nameof(SmallLimits))]
public sealed class ReachingLimits(SmallLimits limits)
{
    private readonly ChatApp app = limits.App;

    [Fact]
    public async Task A_room_takes_so_many_and_a_person_owns_so_many()
    {
        var ann = app.NewPerson();
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            ann.Http(i % 2).PostAsync("/api/chat/conversations", new { kind = "room", name = $"room {i}" })));
        Assert.Equal(2, made.Count(response => (int)response.StatusCode == 201));
        await made.First(response => (int)response.StatusCode != 201).ShouldBeProblemAsync(409, "room.too_many");
        var room = (await made.First(response => (int)response.StatusCode == 201).ShouldBeAsync(201)).Id();
        var joins = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => app.NewPerson().Join(room, replica: i % 2)));
        Assert.Equal(2, joins.Count(response => (int)response.StatusCode == 200));
        await joins.First(response => (int)response.StatusCode != 200).ShouldBeProblemAsync(409, "room.full");
        Assert.Equal(3, (await ann.ConversationAsync(room)).Number("memberCount"));
        await ann.Http().DeleteAsync($"/api/chat/conversations/{room}").ShouldBeAsync(204);
        await ann.CreateRoomAsync();
    }

    [Fact]
    public async Task What_was_said_in_a_deleted_room_is_deleted_in_pieces_and_other_rooms_are_left_alone()
    {
        var ann = app.NewPerson();
        var (room, other) = ((await ann.CreateRoomAsync()).Id(), (await ann.CreateRoomAsync()).Id());
        await ann.SendAsync(other, "stays");
        await app.ExecuteAsync($"DELETE FROM messages WHERE conversation_id = '{room}'");
        await app.FillAsync(room, 2500);
        await app.ExecuteAsync(
            $"""
            INSERT INTO reactions SELECT id, '👍', '{ann.Id}', now() FROM messages WHERE conversation_id = '{room}';
            INSERT INTO mentions SELECT '{ann.Id}', conversation_id, seq FROM messages WHERE conversation_id = '{room}'
            """);
        await ann.Http().DeleteAsync($"/api/chat/conversations/{room}").ShouldBeAsync(204);
        await Eventually.IsAsync("the room is empty", async () => await app.CountAsync(
            $"""
            SELECT (SELECT count(*) FROM messages WHERE conversation_id = '{room}')
                + (SELECT count(*) FROM changes WHERE conversation_id = '{room}')
                + (SELECT count(*) FROM members WHERE conversation_id = '{room}')
                + (SELECT count(*) FROM mentions WHERE conversation_id = '{room}')
                + (SELECT count(*) FROM reactions WHERE user_id = '{ann.Id}')
            """) == 0);
        Assert.Equal(2, (await ann.EventsAsync(other)).Count);
    }
}

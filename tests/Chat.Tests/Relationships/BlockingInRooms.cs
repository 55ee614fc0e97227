using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Relationships;

public sealed class BlockingInRooms(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Members_whom_one_blocks_are_marked_and_not_unread_and_those_who_run_the_room_stay_visible()
    {
        var (owner, admin, member, ann) = (app.NewPerson(), app.NewPerson(), app.NewPerson(), app.NewPerson("ann"));
        var room = (await owner.CreateRoomAsync()).Id();
        foreach (var person in new[] { admin, member, ann })
        {
            await person.Join(room).ShouldBeAsync(200);
        }

        await Role(admin, "admin");
        foreach (var blocked in new[] { owner, admin, member })
        {
            await app.Bus.PublishAsync(ann.Blocks(blocked, 1));
            await Eventually.IsAsync("the block is known", async () =>
                await app.CountAsync($"SELECT blocks('{ann.Id}', '{blocked.Id}')::int::bigint") == 1);
            await blocked.SendAsync(room, $"hey @{ann.Username}");
        }

        var messages = (await ann.EventsAsync(room)).Where(e => e.Text("type") == "message.created").ToList();
        Assert.Equal([owner.Id, admin.Id, member.Id], messages.Select(m => m.GetProperty("author").Id()));
        Assert.Equal([false, false, true], messages.Select(m => m.GetProperty("author").TryGetProperty("blocked", out _)));
        Assert.Equal(2, await ann.UnreadAsync(room));
        // Who no longer runs it is hidden like others.
        await Role(admin, "member");
        Assert.Equal(1, await ann.UnreadAsync(room, replica: 1));

        Task Role(ChatPerson person, string role) =>
            owner.Http().PutAsync($"/api/chat/conversations/{room}/members/{person.Id}/role", new { role }).ShouldBeAsync(204);
    }
}

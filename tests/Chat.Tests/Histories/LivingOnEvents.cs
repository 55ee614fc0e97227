using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;
using OneVOne.Testing.History;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>
/// I5, I6 and R14: whatever people do on several devices and replicas, and however often these are away, each device's
/// state is in the end what a fresh one would fetch.
/// </summary>
public sealed class LivingOnEvents(TwoReplicas replicas)
{
    private const int Acts = 40;

    private readonly ChatApp app = replicas.App;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_people_do_every_device_ends_with_what_is_there(int seed)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        app.Friends.Set(ann.Id, cy.Id, areFriends: true, version: 1);
        var world = new World(2, Faults: false, new RunHistory(), await World.RoutesOfAsync(app.Replicas[0].Http()));
        world.Conversations.AddRange([direct, await ann.OpenDirectAsync(cy)]);
        await MakeRoomsAsync(world, ann, [bob, cy]);

        var devices = await Task.WhenAll(new[] { ann, bob, cy, ann, bob, cy }.Select(async (person, index) =>
            new Device($"{person.Username}-{index}", await person.ModelAsync(index % 2), world, (seed * 100) + index)));
        await Task.WhenAll(devices.Select(async device =>
        {
            for (var act = 0; act < Acts; act++)
            {
                await device.ActAsync();
            }
        }));

        foreach (var device in devices)
        {
            await device.Model.ShouldEqualFreshFetchAsync();
            foreach (var conversationId in device.Model.Conversations.Keys)
            {
                world.History.Add(await device.Model.ViewAsync(device.Name, conversationId));
            }
        }

        Assert.True(world.History.Sendings.Count > 20, "the run was idle");
        Assert.True(HistoryChecker.Check(world.History) is [], $"seed {seed}: {string.Join('\n', HistoryChecker.Check(world.History).Take(10))}");
        foreach (var device in devices)
        {
            await device.Model.DisconnectAsync();
        }
    }

    private static async Task MakeRoomsAsync(World world, ChatPerson owner, IEnumerable<ChatPerson> others)
    {
        if (!world.Has("POST", "/conversations"))
        {
            return;
        }

        foreach (var history in new[] { "all", "sinceJoin" })
        {
            var room = (await owner.Http().PostAsync(
                "/api/chat/conversations", new { kind = "room", name = $"Room {Guid.NewGuid():N}", history }).ShouldBeAsync(201)).Id();
            foreach (var other in others)
            {
                await other.Http().PostAsync($"/api/chat/conversations/{room}/join").ShouldBeAsync(200);
            }

            world.Conversations.Add(room);
            world.Rooms.Add(room);
        }
    }
}

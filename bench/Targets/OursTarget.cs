using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Targets;

/// <summary>OneVOne through its gateway.</summary>
internal sealed class OursTarget : ITarget
{
    private readonly OurSystem system;

    private OursTarget(OurSystem system)
    {
        this.system = system;
        Sampler = system.Sampler();
    }

    public string Name => "OneVOne";

    public Sampler Sampler { get; }

    public OurSystem System => system;

    public static async Task<OursTarget> StartAsync() => new(await OurSystem.StartAsync());

    public async Task<Audience> GatherAsync(Shape shape)
    {
        var people = await system.PeopleAsync(shape.People);
        var conversations = shape.Direct ? await DirectsAsync(people) : await RoomsAsync(shape, people);
        await system.UntilQuietAsync();
        var hub = system.Hub("chat");
        return await Gathering.ConnectAsync(shape, conversation => conversations[conversation], async i =>
        {
            var link = await SignalRLink.ConnectAsync(hub, people[i].AccessToken);
            // Answered: from here on it hears everything. Everyone looks at what is written.
            await link.CallAsync("Sync", new { heads = new Dictionary<string, long>() });
            await link.CallAsync("View", new { conversationId = conversations[i / shape.Members] });
            return link;
        });
    }

    public ValueTask DisposeAsync() => system.DisposeAsync();

    private async Task<string[]> DirectsAsync(IReadOnlyList<Guest> people)
    {
        var conversations = new string[people.Count / 2];
        await Gathering.ForEachAsync(conversations.Length, async i =>
        {
            var (one, other) = (people[2 * i], people[(2 * i) + 1]);
            using var asked = await system.AskAsync(one, HttpMethod.Put, $"api/chat/direct/{other.Id}");
            if (!asked.IsSuccessStatusCode)
            {
                await system.BefriendAsync(one, other);
            }

            conversations[i] = await system.DirectAsync(one, other);
        });
        return conversations;
    }

    private async Task<string[]> RoomsAsync(Shape shape, IReadOnlyList<Guest> people)
    {
        var rooms = new string[shape.Conversations];
        for (var i = 0; i < rooms.Length; i++)
        {
            rooms[i] = await RoomAsync(shape, people, i);
        }

        return rooms;
    }

    // A deployment without rooms has the public one, which everyone is in.
    private async Task<string> RoomAsync(Shape shape, IReadOnlyList<Guest> people, int number)
    {
        var first = number * shape.Members;
        var name = $"room {Guid.NewGuid():N}"[..20];
        using var made = await system.AskAsync(people[first], HttpMethod.Post, "api/chat/conversations", new { kind = "room", name });
        if (made.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed && shape.Conversations == 1)
        {
            var all = await system.GetAnswerAsync(people[first], HttpMethod.Get, "api/chat/conversations");
            return all.GetProperty("items").EnumerateArray()
                .First(conversation => conversation.GetProperty("kind").GetString() == "public").GetProperty("id").GetString()!;
        }

        made.EnsureSuccessStatusCode();
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Gathering.ForEachAsync(shape.Members - 1, i => system.GetAnswerAsync(
            people[first + 1 + i], HttpMethod.Post, $"api/chat/conversations/{id}/join"));
        return id;
    }
}

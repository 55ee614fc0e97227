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

    /// <param name="chatReplicas">Of Chat; without it as many as <c>./onevone up</c> starts.</param>
    public static async Task<OursTarget> StartAsync(int? chatReplicas = null) => new(await OurSystem.StartAsync(chatReplicas));

    public async Task<Audience> GatherAsync(Shape shape)
    {
        var people = await system.PeopleAsync(shape.People);
        return await ConnectAsync(shape, shape.Direct ? await DirectsAsync(people) : await RoomsAsync(shape, people));
    }

    /// <param name="conversations">Those of a circle follow each other.</param>
    public async Task<Audience> ConnectAsync(Shape shape, IReadOnlyList<string> conversations)
    {
        await system.UntilQuietAsync();
        var (people, hub) = (await system.PeopleAsync(shape.People), system.Hub("chat"));
        return await Gathering.ConnectAsync(shape, conversation => conversations[conversation], async i =>
        {
            var link = await SignalRLink.ConnectAsync(hub, people[i].AccessToken);
            // Answered: from here on it hears everything.
            await link.CallAsync("Sync", new { heads = new Dictionary<string, long>() });
            if (i % shape.Members < shape.Lookers)
            {
                await link.CallAsync("View", new { conversationId = conversations[i / shape.Members * shape.Rooms] });
            }

            return link;
        });
    }

    /// <summary>Makes the rooms of all circles; everyone of a circle is a member of its rooms.</summary>
    public async Task<string[]> RoomsAsync(Shape shape, IReadOnlyList<Guest> people)
    {
        var rooms = new string[shape.Conversations];
        int OwnerOf(int room) => room / shape.Rooms * shape.Members;
        await Gathering.ForEachAsync(rooms.Length, async i =>
        {
            var room = new { kind = "room", name = $"room {Guid.NewGuid():N}"[..20] };
            var made = await system.GetAnswerAsync(people[OwnerOf(i)], HttpMethod.Post, "api/chat/conversations", room);
            rooms[i] = made.GetProperty("id").GetString()!;
        });
        var others = shape.Members - 1;
        await Gathering.ForEachAsync(rooms.Length * others, i => system.GetAnswerAsync(
            people[OwnerOf(i / others) + 1 + (i % others)], HttpMethod.Post, $"api/chat/conversations/{rooms[i / others]}/join"));
        return rooms;
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
}

using OneVOne.Bench.Driving;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Targets;

/// <summary>A limit: one of the parts that OneVOne rests on, with nothing in it.</summary>
internal sealed class BareTarget : ITarget
{
    private readonly Child server;
    private readonly Child? proxy;
    private readonly bool isSignalR;
    private int gathered;

    private BareTarget(string name, Child server, Child? proxy, bool isSignalR)
    {
        Name = name;
        this.server = server;
        this.proxy = proxy;
        this.isSignalR = isSignalR;
        Sampler = new Sampler(Processes);
    }

    public static string WebSocketName => "bare Kestrel WebSocket";

    public static string SignalRName => "bare SignalR";

    public static string YarpName => "bare SignalR behind bare YARP";

    public string Name { get; }

    public Sampler Sampler { get; }

    /// <summary>Where a client knocks.</summary>
    public Uri Hub => new UriBuilder((proxy ?? server).Url) { Scheme = "ws", Path = "/hub" }.Uri;

    public static async Task<BareTarget> WebSocketAsync() => new(WebSocketName, await StartAsync("websocket"), null, isSignalR: false);

    public static async Task<BareTarget> SignalRAsync() => new(SignalRName, await StartAsync("signalr"), null, isSignalR: true);

    public static async Task<BareTarget> YarpAsync()
    {
        var hub = await StartAsync("signalr");
        return new BareTarget(YarpName, hub, await StartAsync("yarp", hub.Url.ToString()), isSignalR: true);
    }

    public Task<Audience> GatherAsync(Shape shape)
    {
        // Other rooms each time: who was in the last may not have gone yet.
        var round = Interlocked.Increment(ref gathered);
        string RoomOf(int conversation) => $"{round:x8}-0000-0000-0000-{conversation:x12}";
        return Gathering.ConnectAsync(shape, RoomOf, async i => isSignalR
            ? await JoinAsync(RoomOf(i / shape.Members))
            : await BareSocketLink.ConnectAsync(server.Url, RoomOf(i / shape.Members)));
    }

    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }

        await server.DisposeAsync();
    }

    // Beside this program, as both are built into the same folder of outputs.
    private static Task<Child> StartAsync(params string[] arguments)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Limits/release/OneVOne.Limits.dll"));
        return Child.StartAsync(Path.GetDirectoryName(program)!, ["dotnet", program, .. arguments]);
    }

    private async Task<Link> JoinAsync(string room)
    {
        // As long as a real token, so that what is measured of connecting is the same bytes.
        var link = await SignalRLink.ConnectAsync(Hub, new string('t', 400));
        await link.CallAsync("Join", new { conversationId = room });
        return link;
    }

    private IEnumerable<(string Part, int Pid)> Processes() =>
        proxy is null ? [("server", server.Pid)] : [("server", server.Pid), ("yarp", proxy.Pid)];
}

using OneVOne.Bench.Sampling;
using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>Thousands who are connected and do nothing: what each costs in memory, on each hub.</summary>
internal sealed class IdleScenario : IScenario
{
    private const int People = 2000;
    private const int First = 200;
    private const double KilobytesPerMegabyte = 1024;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public string Name => "idle";

    public string Summary => "thousands of connections that do nothing: memory of each, on each hub";

    public async Task RunAsync(BenchRun run)
    {
        var bareRow = "bare SignalR behind bare YARP: memory of a client";
        if (run.Options.Against.Contains("bare"))
        {
            await using var bare = await BareTarget.YarpAsync();
            var token = new string('t', 400);
            await MeasureAsync(run, bareRow, bare.Sampler, ["server", "yarp"], async _ =>
            {
                var link = await SignalRLink.ConnectAsync(bare.Hub, token);
                await link.CallAsync("Join", new { conversationId = "all" });
                return link;
            });
        }

        if (!run.Options.Against.Contains("ours"))
        {
            return;
        }

        foreach (var hub in (string[])["chat", "presence", "notifications"])
        {
            // A new system for each: what the gateway has taken for the clients of one it keeps for those of the next.
            await using var system = await OurSystem.StartAsync();
            var people = await system.PeopleAsync(People);
            await system.UntilQuietAsync();
            await MeasureAsync(run, $"OneVOne, {hub} hub: memory of a client", system.Sampler(), [hub, "gateway"], async i =>
            {
                var link = await SignalRLink.ConnectAsync(system.Hub(hub), people[i].AccessToken);
                if (hub == "chat")
                {
                    await link.CallAsync("Sync", new { heads = new Dictionary<string, long>() });
                }

                return link;
            }, bareRow);
        }
    }

    private static async Task MeasureAsync(
        BenchRun run, string what, Sampler sampler, string[] parts, Func<int, Task<SignalRLink>> connect, params string[] partOf)
    {
        // The first who come cost what is there once for all.
        var first = await ConnectAsync(First, connect);
        await Task.WhenAll(first.Select(link => link.DisposeAsync().AsTask()));
        await Task.Delay(Settling);
        var before = sampler.Memory();
        run.Say($"{what}: {People} come");
        var links = await ConnectAsync(People, connect);
        await Task.Delay(Settling);
        var after = sampler.Memory();
        double Each(string part) => (after[part] - before[part]) * KilobytesPerMegabyte / People;
        run.Report.Add(
            what, parts.Sum(Each), "kB",
            $"{string.Join(", ", parts.Select(part => $"{part} {Each(part):0}"))}; {links.Count(link => link.Cut)} of {People} were cut off", partOf);
        await Task.WhenAll(links.Select(link => link.DisposeAsync().AsTask()));
    }

    private static async Task<SignalRLink[]> ConnectAsync(int count, Func<int, Task<SignalRLink>> connect)
    {
        var links = new SignalRLink[count];
        await Gathering.ForEachAsync(count, async i => links[i] = await connect(i));
        return links;
    }
}

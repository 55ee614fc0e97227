using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>People who open the client: a socket, a token, <c>Sync</c>, and go.</summary>
internal sealed class ConnectScenario : IScenario
{
    private const int AtOnce = 32;
    private const int People = 1000;
    private const string Bare = "bare SignalR behind bare YARP: connect, one call, go";

    public string Name => "connect";

    public string Summary => "connect, authenticate and Sync, as often as it goes";

    public async Task RunAsync(BenchRun run)
    {
        if (run.Options.Against.Contains("bare"))
        {
            await using var bare = await BareTarget.YarpAsync();
            var token = new string('t', 400);
            await MeasureAsync(run, Bare, async _ =>
            {
                await using var link = await SignalRLink.ConnectAsync(bare.Hub, token);
                await link.CallAsync("Join", new { conversationId = "all" });
                return true;
            });
        }

        if (run.Options.Against.Contains("ours"))
        {
            await using var system = await OurSystem.StartAsync();
            var people = await system.PeopleAsync(People);
            await system.UntilQuietAsync();
            var (hub, next) = (system.Hub("chat"), 0);
            var sampler = system.Sampler();
            var (before, total) = (sampler.Processor(), 0L);
            await MeasureAsync(run, "OneVOne: connect, Sync, go", async _ =>
            {
                var person = people[Interlocked.Increment(ref next) % People];
                await using var link = await SignalRLink.ConnectAsync(hub, person.AccessToken);
                await link.CallAsync("Sync", new { heads = new Dictionary<string, long>() });
                Interlocked.Increment(ref total);
                return true;
            }, Bare);
            var used = sampler.Processor();
            run.Report.Add(
                "OneVOne: processor for each who connects", used.Sum(part => part.Value - before[part.Key]) / total, "ms",
                string.Join(", ", used.Select(part => (part.Key, Value: (part.Value - before[part.Key]) / total))
                    .Where(part => part.Value >= 0.05).OrderByDescending(part => part.Value).Select(part => $"{part.Key} {part.Value:0.00}")));
        }
    }

    private static async Task MeasureAsync(BenchRun run, string what, Func<int, Task<bool>> connect, params string[] partOf)
    {
        run.Say($"{what}: warming up");
        await Load.RunAsync(AtOnce, TimeSpan.FromSeconds(run.Options.WarmSeconds), connect);
        run.Say(what);
        var measured = await Load.RunAsync(AtOnce, TimeSpan.FromSeconds(run.Options.Seconds), connect);
        run.Report.Add(
            what, measured.PerSecond, "1/s",
            $"{AtOnce} at once; p50 {measured.Percentile(0.5):0.0}, p99 {measured.Percentile(0.99):0.0} ms", partOf);
    }
}

using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>The same load while more and more others are connected and do nothing.</summary>
internal sealed class ConnectionsCurve : IScenario
{
    private const double Rate = 300;
    private static readonly Shape Writers = Shape.Pairs(100);
    private static readonly int[] Idle = [0, 1000, 4000];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public string Name => "curve-connections";

    public string Summary => $"cost of a message as others are connected and idle: 0 to {Idle[^1]:#,0}";

    public async Task RunAsync(BenchRun run)
    {
        await using var target = await OursTarget.StartAsync();
        await using var audience = await target.GatherAsync(Writers);
        await Driver.RunAsync(audience, Rate, run.Options.WarmSeconds, target.Sampler);
        var curve = new Curve(run, "idle connections");
        var idle = new List<SignalRLink>();
        foreach (var count in Idle.Where(each => curve.IsAsked($"{each:#,0}")))
        {
            run.Say($"{count:#,0} come and do nothing");
            var people = await target.System.PeopleAsync(Writers.People + count);
            var more = new SignalRLink[count - idle.Count];
            await Gathering.ForEachAsync(more.Length, async i =>
            {
                more[i] = await SignalRLink.ConnectAsync(target.System.Hub("chat"), people[Writers.People + idle.Count + i].AccessToken);
                await more[i].CallAsync("Sync", new { heads = new Dictionary<string, long>() });
            });
            idle.AddRange(more);
            await target.System.UntilQuietAsync();
            await Task.Delay(Settling);
            await curve.MeasureAsync("", $"{count:#,0}", audience, Rate, target.Sampler);
            foreach (var (part, megabytes) in target.Sampler.Memory().Where(each => each.Key is "chat" or "gateway"))
            {
                curve.Plot("Memory, MB", "MB", part, $"{count:#,0}", megabytes);
            }
        }

        run.Report.Add("cut off of those who were idle", idle.Count(link => link.Cut), "", $"of {idle.Count:#,0}");
        await Task.WhenAll(idle.Select(link => link.DisposeAsync().AsTask()));
    }
}

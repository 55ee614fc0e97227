using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>The same load on one, two and four replicas of Chat: what it costs that they have to tell each other. All share the processors of one
/// machine, so this shows the price of more replicas and not what more machines gain.</summary>
internal sealed class ReplicasCurve : IScenario
{
    private static readonly int[] Replicas = [1, 2, 4];

    private static readonly (string Line, Shape Shape, double Rate)[] Loads =
        [("100 pairs", Shape.Pairs(100), 300), ("a room of 100", Shape.Room(100), 80)];

    public string Name => "curve-replicas";

    public string Summary => "cost of a message as Chat has more replicas: 1, 2 and 4";

    public async Task RunAsync(BenchRun run)
    {
        var curve = new Curve(run, "replicas");
        foreach (var replicas in Replicas.Where(each => curve.IsAsked($"{each}")))
        {
            run.Say($"starting with {replicas} {(replicas == 1 ? "replica" : "replicas")} of Chat");
            await using var target = await OursTarget.StartAsync(replicas);
            foreach (var (line, shape, rate) in Loads)
            {
                await using var audience = await target.GatherAsync(shape);
                await Driver.RunAsync(audience, rate, run.Options.WarmSeconds, target.Sampler);
                await curve.MeasureAsync(line, $"{replicas}", audience, rate, target.Sampler);
            }
        }
    }
}

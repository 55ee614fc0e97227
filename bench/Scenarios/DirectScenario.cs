using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Scenarios;

/// <summary>Pairs of friends who write to each other.</summary>
internal sealed class DirectScenario : IScenario
{
    private const double InTime = 75;

    public string Name => "dm";

    public string Summary => "friends who write to each other: 50 and 500 pairs";

    public Task RunAsync(BenchRun run) => Broadcast.RunAsync(
        run,
        servers => servers.PostgresAsync(),
        new Question("50 pairs", Shape.Pairs(50), 1000, InTime) { IsOfAllLimits = true },
        new Question("500 pairs", Shape.Pairs(500), 1000, InTime));
}

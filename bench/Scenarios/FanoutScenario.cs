using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Scenarios;

/// <summary>Rooms in which everyone looks on.</summary>
internal sealed class FanoutScenario : IScenario
{
    private const double InTime = 100;
    private const int Few = 5;

    public string Name => "fanout";

    public string Summary => "one message to many: a room of 100 in which all write, and a few; now and then one to a room of 1,000";

    public Task RunAsync(BenchRun run) => Broadcast.RunAsync(
        run,
        servers => servers.RedisAsync(),
        new Question("room of 100", Shape.Room(100), 400, InTime) { IsOfAllLimits = true },
        new Question($"{Few} writers among 100", Shape.Room(100) with { Writing = Few }, 400, InTime),
        new Question("room of 1,000", Shape.Room(1000), 5, InTime) { IsOneRate = true });
}

using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Scenarios;

/// <summary>Rooms of 100 and of 1,000 in which everyone looks on and everyone writes.</summary>
internal sealed class FanoutScenario : IScenario
{
    private const double InTime = 100;

    public string Name => "fanout";

    public string Summary => "one message to many: rooms of 100 and of 1,000";

    public Task RunAsync(BenchRun run) => Broadcast.RunAsync(
        run,
        servers => servers.RedisAsync(),
        new Question("room of 100", Shape.Room(100), 400, InTime),
        new Question("room of 1,000", Shape.Room(1000), 40, InTime));
}

using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>Rooms of more and more members, once with everyone looking on and once with hardly anybody.</summary>
internal sealed class MembersCurve : IScenario
{
    // As many who look, and who write, where most do not.
    private const int Few = 5;

    // Few messages where many hear each: about as many deliveries a second in every room but the smallest.
    private static readonly (int Members, double Rate)[] Rooms = [(10, 200), (100, 80), (1000, 8), (4000, 2)];

    public string Name => "curve-members";

    public string Summary => "cost of a message as its room grows: 10 to 4,000 members who look on, or do not";

    public async Task RunAsync(BenchRun run)
    {
        await using var target = await OursTarget.StartAsync();
        var curve = new Curve(run, "members");
        var isWarm = false;
        foreach (var (members, rate) in Rooms.Where(each => curve.IsAsked($"{each.Members:#,0}")))
        {
            run.Say($"a room of {members:#,0}");
            var shape = Shape.Room(members);
            var rooms = await target.RoomsAsync(shape, await target.System.PeopleAsync(members));
            foreach (var (line, of) in new[]
            {
                ("all look on", shape with { Writing = Few }),
                ($"{Few} look on", shape with { Writing = Few, Looking = Few }),
            })
            {
                run.Say($"{members:#,0} come, {line}");
                await using var audience = await target.ConnectAsync(of, rooms);
                if (!isWarm)
                {
                    await Driver.RunAsync(audience, rate, run.Options.WarmSeconds, target.Sampler);
                    isWarm = true;
                }

                await curve.MeasureAsync(line, $"{members:#,0}", audience, rate, target.Sampler);
            }
        }
    }
}

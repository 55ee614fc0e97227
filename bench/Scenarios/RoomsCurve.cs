using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>The same people and the same load in more and more rooms.</summary>
internal sealed class RoomsCurve : IScenario
{
    private const double Rate = 200;
    private const int Pairs = 100;

    // Of each pair; the first size is that of fewer pairs who write.
    private const int First = 10;
    private static readonly int[] RoomsOfEach = [1, 10, 100];

    public string Name => "curve-rooms";

    public string Summary => $"cost of a message as there are more rooms: {First} to {Pairs * 100:#,0}, written in by the same 200 people";

    public async Task RunAsync(BenchRun run)
    {
        await using var target = await OursTarget.StartAsync();
        var people = await target.System.PeopleAsync(Pairs * 2);
        var curve = new Curve(run, "rooms");
        var rooms = new List<string>[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            rooms[pair] = [];
        }

        foreach (var each in RoomsOfEach)
        {
            run.Say($"making {Pairs * each:#,0} rooms");
            var more = new Shape(Pairs, 2, Rooms: each - rooms[0].Count);
            var made = await target.RoomsAsync(more, people);
            for (var pair = 0; pair < Pairs; pair++)
            {
                rooms[pair].AddRange(made.AsSpan(pair * more.Rooms, more.Rooms));
            }

            var shape = new Shape(Pairs, 2, Rooms: each);
            if (each == 1)
            {
                await using var few = await target.ConnectAsync(shape with { Writing = First * 2 }, [.. rooms.SelectMany(all => all)]);
                await Driver.RunAsync(few, Rate, run.Options.WarmSeconds, target.Sampler);
                await curve.MeasureAsync("", $"{First}", few, Rate, target.Sampler);
            }

            await using var audience = await target.ConnectAsync(shape, [.. rooms.SelectMany(all => all)]);
            await curve.MeasureAsync("", $"{shape.Conversations:#,0}", audience, Rate, target.Sampler);
        }
    }
}

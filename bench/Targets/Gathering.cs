using OneVOne.Bench.Driving;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Targets;

/// <summary>Connects many, a few at a time.</summary>
internal static class Gathering
{
    private const int AtOnce = 32;

    public static async Task<Audience> ConnectAsync(Shape shape, Func<int, string> conversationOf, Func<int, Task<Link>> connect)
    {
        var links = new Link[shape.People];
        await ForEachAsync(shape.People, async i => links[i] = await connect(i));
        return Audience.Seat(shape, links, conversationOf);
    }

    public static Task ForEachAsync(int count, Func<int, Task> act) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await act(i));
}

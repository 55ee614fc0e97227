using System.Diagnostics;

namespace OneVOne.Bench;

/// <summary>
/// An open loop: turns begin when they are due, however long those before them take, and are late from when they were due.
/// A closed loop would send less to a system that is slow, and so hide that it is.
/// </summary>
internal static class OpenLoop
{
    // The timer of the machine is no finer, so a turn begins up to this much late, which is counted in.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns when all turns have ended.</summary>
    /// <param name="perSecond">How many turns are due.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="turn">Its number, and when it was due, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    public static async Task RunAsync(double perSecond, TimeSpan duration, Func<int, long, Task> turn)
    {
        var began = Stopwatch.GetTimestamp();
        var count = (int)(perSecond * duration.TotalSeconds);
        var turns = new List<Task>(count);
        while (turns.Count < count)
        {
            var due = began + (long)(turns.Count / perSecond * Stopwatch.Frequency);
            if (due > Stopwatch.GetTimestamp())
            {
                await Task.Delay(Tick);
                continue;
            }

            var number = turns.Count;
            turns.Add(Task.Run(() => turn(number, due)));
        }

        await Task.WhenAll(turns);
    }
}

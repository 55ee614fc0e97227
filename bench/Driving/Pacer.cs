using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OneVOne.Bench.Driving;

/// <summary>
/// Lets turns begin when they are due, thousands a second, on a thread of its own. What is late begins at once and is late from when it
/// was due: a loop that waited for slow answers would send less to a system that is slow, and so hide that it is.
/// </summary>
internal static partial class Pacer
{
    // Below it a wait costs more than it gains: several turns then begin in one go, each at most this much late.
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(500);

    /// <summary>Returns when the last turn has begun.</summary>
    /// <param name="turn">Its number and when it was due, as <see cref="Stopwatch.GetTimestamp"/> counts; false ends the loop.</param>
    public static Task RunAsync(double perSecond, TimeSpan duration, Func<int, long, bool> turn) => Task.Factory.StartNew(
        () => Run(perSecond, duration, turn), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(double perSecond, TimeSpan duration, Func<int, long, bool> turn)
    {
        var began = Stopwatch.GetTimestamp();
        var count = (int)(perSecond * duration.TotalSeconds);
        for (var number = 0; number < count; number++)
        {
            var due = began + (long)(number / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var early && early > TimeSpan.Zero)
            {
                Sleep(early > Shortest ? early : Shortest);
            }

            if (!turn(number, due))
            {
                return;
            }
        }
    }

    // Thread.Sleep knows whole milliseconds only, and a spin would take a processor from what is measured.
    public static void Sleep(TimeSpan time)
    {
        var wanted = new TimeSpec
        {
            Seconds = (long)time.TotalSeconds,
            Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
        };
        _ = NanoSleep(in wanted, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec wanted, IntPtr rest);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

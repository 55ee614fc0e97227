using System.Collections.Concurrent;
using System.Diagnostics;

namespace OneVOne.Bench;

/// <summary>A closed loop: each worker begins its next turn when the last one is done.</summary>
internal static class Load
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    /// <summary>After a warm-up, the round whose rate is the median of three.</summary>
    /// <param name="workers">How many at once.</param>
    /// <param name="turn">One turn of a worker; whether it counts.</param>
    public static async Task<Measured> MedianAsync(int workers, Func<int, Task<bool>> turn)
    {
        await RunAsync(workers, WarmUp, turn);
        var rounds = new List<Measured>();
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add(await RunAsync(workers, Round, turn));
        }

        return rounds.OrderBy(round => round.PerSecond).ElementAt(Rounds / 2);
    }

    public static async Task<Measured> RunAsync(int workers, TimeSpan duration, Func<int, Task<bool>> turn)
    {
        var (done, refused) = (new ConcurrentBag<double>(), 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                var began = Stopwatch.GetTimestamp();
                if (await turn(worker))
                {
                    done.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        return new Measured(done.Count / watch.Elapsed.TotalSeconds, [.. done.Order()], refused);
    }

    /// <summary>Calls a second of what needs no network, on one thread: the median of three rounds after a warm-up.</summary>
    public static double OnOneThread(Action call)
    {
        var rates = new List<double>();
        for (var i = 0; i <= Rounds; i++)
        {
            var (watch, count) = (Stopwatch.StartNew(), 0);
            while (watch.ElapsedMilliseconds < 1500)
            {
                call();
                count++;
            }

            rates.Add(count / watch.Elapsed.TotalSeconds);
        }

        return rates.Skip(1).Order().ElementAt(Rounds / 2);
    }
}

/// <param name="PerSecond">Turns that counted.</param>
/// <param name="Milliseconds">Of each of them, sorted.</param>
/// <param name="Refused">Turns that did not count.</param>
internal sealed record Measured(double PerSecond, double[] Milliseconds, int Refused)
{
    public double Percentile(double part) =>
        Milliseconds.Length == 0 ? double.NaN : Milliseconds[Math.Min(Milliseconds.Length - 1, (int)(Milliseconds.Length * part))];
}

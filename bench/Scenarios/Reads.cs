using System.Diagnostics;
using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Scenarios;

/// <summary>Requests that read, at several rates, in an open loop; beside each the bare statement at the lowest.</summary>
internal static class Reads
{
    private static readonly double[] Rates = [50, 100, 200, 400];

    /// <summary>How long bare SQL takes where the processors have nothing else to do.</summary>
    /// <returns>The row of the report.</returns>
    public static async Task<string> BareAsync(BenchRun run, string what, Func<int, Task> read)
    {
        var row = $"{what}: bare SQL by Npgsql, {Rates[0]:0} a second, p99";
        await TimeAsync(Rates[0], run.Options.Seconds / 2, read);
        var times = await TimeAsync(Rates[0], run.Options.Seconds, read);
        run.Report.Add(row, times.Percentile(0.99), "ms", $"p50 {times.Percentile(0.5):0.0} ms");
        return row;
    }

    public static async Task AtRatesAsync(BenchRun run, string what, Func<int, Task> read, params string[] partOf)
    {
        run.Say($"{what}: warming up");
        await TimeAsync(Rates[0], run.Options.WarmSeconds, read);
        foreach (var rate in run.Options.Rate is { } only ? [only] : Rates)
        {
            run.Say($"{what}: {rate:0} a second");
            var times = await TimeAsync(rate, run.Options.Seconds, read);
            run.Report.Add(
                $"{what}: {rate:0} a second, p99", times.Percentile(0.99), "ms", $"p50 {times.Percentile(0.5):0.0} ms", partOf);
        }
    }

    /// <summary>From when each was due.</summary>
    public static async Task<Histogram> TimeAsync(double rate, double seconds, Func<int, Task> read)
    {
        var times = new Histogram();
        await OpenLoop.RunAsync(rate, TimeSpan.FromSeconds(seconds), async (turn, due) =>
        {
            await read(turn);
            times.Record(Stopwatch.GetElapsedTime(due));
        });
        return times;
    }
}

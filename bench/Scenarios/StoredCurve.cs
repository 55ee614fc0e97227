using System.Diagnostics;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// The same load, and the same questions, while more and more is stored in the public room. Sends, pages of history, the inbox and searches for a word.
/// </summary>
internal sealed class StoredCurve : IScenario
{
    private const double Rate = 200;
    private const double Reads = 30;
    private const int Page = 50;
    private static readonly Shape Writers = new(50, 2);
    private static readonly long[] Stored = [0, 1_000_000, 10_000_000];
    private static readonly string[] Words = ["hundredth", "rarely", "neverwritten"];

    public string Name => "curve-stored";

    public string Summary => $"cost of a message, of history, inbox and search as more is stored: 0 to {Stored[^1] / 1_000_000} million messages";

    public async Task RunAsync(BenchRun run)
    {
        await using var target = await OursTarget.StartAsync();
        await using var audience = await target.GatherAsync(Writers);
        var people = await target.System.PeopleAsync(Writers.People);
        await Driver.RunAsync(audience, Rate, run.Options.WarmSeconds, target.Sampler);
        await using var messages = await StoredMessages.BeginAsync(target.System, people[0]);
        var curve = new Curve(run, "messages stored");
        foreach (var stored in Stored.Where(each => curve.IsAsked($"{each:#,0}")))
        {
            var place = $"{stored:#,0}";
            run.Say($"writing {place} messages");
            var watch = Stopwatch.StartNew();
            await messages.FillAsync(Math.Max(stored, Page * 4), SearchScenario.Text);
            Report.Tell($"{place} messages were written in {watch.Elapsed.TotalSeconds:0} s");
            await WriteAsync(run, curve, place, messages, () => curve.MeasureAsync("", place, audience, Rate, target.Sampler));
            await ReadAsync(run, curve, place, "a page of history", turn => target.System.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get,
                $"api/chat/conversations/{messages.Room}/messages?before={Page + 1 + (turn * 7919L % (messages.Count - Page))}&limit={Page}"));
            await ReadAsync(run, curve, place, "an inbox", turn => target.System.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get, $"api/chat/conversations?limit={Page}"));
            foreach (var word in Words)
            {
                await ReadAsync(run, curve, place, $"searching \"{word}\"", turn => target.System.GetAnswerAsync(
                    people[turn % people.Count], HttpMethod.Get, $"api/chat/search?q={word}"));
            }
        }
    }

    private static async Task WriteAsync(BenchRun run, Curve curve, string place, StoredMessages messages, Func<Task<Step>> write)
    {
        var before = await messages.SizesAsync();
        var step = await write();
        var after = await messages.SizesAsync();
        var wal = (double)(after.Wal - before.Wal) / step.Accepted;
        run.Report.Add($"{place} messages stored: WAL for each message", wal, "B", "with all else that was written meanwhile");
        curve.Plot("WAL for each message, bytes", "bytes", "WAL", place, wal);
        if (messages.Count > step.Accepted)
        {
            run.Report.Add(
                $"{place} messages stored: on the disk for each", (double)before.All / messages.Count, "B",
                $"{(double)before.Indexes / messages.Count:0} of them in indexes; texts of some 30 bytes");
        }
    }

    private static async Task ReadAsync(BenchRun run, Curve curve, string place, string what, Func<int, Task> read)
    {
        run.Say($"{place} messages stored: {what}");
        var refused = 0;
        async Task TryAsync(int turn)
        {
            try
            {
                await read(turn);
            }
            catch (HttpRequestException)
            {
                // What is given up counts as long as it took.
                Interlocked.Increment(ref refused);
            }
        }

        await Scenarios.Reads.TimeAsync(Reads, Driver.WarmUp.TotalSeconds, TryAsync);
        refused = 0;
        var times = await Scenarios.Reads.TimeAsync(Reads, run.Options.Seconds, TryAsync);
        run.Report.Add(
            $"{place} messages stored: {what}, p99", times.Percentile(0.99), "ms",
            $"{Reads:0} a second, p50 {times.Percentile(0.5):0.0} ms; {refused} of {times.Count} were refused");
        curve.Plot("Reading, p99 in ms", "ms", what, place, times.Percentile(0.99));
        curve.Plot("Reading, p50 in ms", "ms", what, place, times.Percentile(0.5));
    }
}

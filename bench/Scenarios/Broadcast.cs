using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>One shape of audience that all targets are measured with: who writes, who hears, how late is too late.</summary>
/// <param name="Group">In words.</param>
/// <param name="Start">The rate to begin with, messages a second; what is faster is soon found, and so is what is slower.</param>
/// <param name="InTime">Milliseconds that 99 of 100 messages may take.</param>
internal sealed record Question(string Group, Shape Shape, double Start, double InTime);

/// <summary>Asks every target the same, one after the other, each alone on the machine: limits and peers first, then ours as a part of them.</summary>
internal static class Broadcast
{
    /// <param name="limit">The server that the figure rests on most, alone; what it is called in the report.</param>
    public static async Task RunAsync(BenchRun run, Func<Servers, Task> limit, params IReadOnlyList<Question> questions)
    {
        if (run.Options.Against.Contains("bare"))
        {
            await using var servers = await Servers.StartAsync(run);
            await limit(servers);
        }

        foreach (var (kind, start) in Every)
        {
            if (!run.Options.Against.Contains(kind))
            {
                continue;
            }

            run.Say($"starting {kind}");
            ITarget target;
            try
            {
                target = await start();
            }
            catch (InvalidOperationException e) when (kind is "socketio" or "django")
            {
                // A machine without Node.js, or without the packages that bench/peers/README.md names.
                Report.Tell($"{kind} is left out: {e.Message}");
                continue;
            }

            await using var _ = target;
            foreach (var question in questions.Where(each => each.Group.Contains(run.Options.Only, StringComparison.Ordinal)))
            {
                await AskAsync(run, target, question, isOurs: kind == "ours");
            }
        }
    }

    private static readonly (string Kind, Func<Task<ITarget>> Start)[] Every =
    [
        ("bare", async () => await BareTarget.WebSocketAsync()),
        ("bare", async () => await BareTarget.SignalRAsync()),
        ("bare", async () => await BareTarget.YarpAsync()),
        ("socketio", PeerTarget.SocketIoAsync),
        ("django", PeerTarget.ChannelsAsync),
        ("ours", async () => await OursTarget.StartAsync()),
    ];

    // Beside which ours stands, when they were measured.
    private static readonly string[] Beside =
    [
        BareTarget.YarpName, BareTarget.SignalRName, BareTarget.WebSocketName, PeerTarget.SocketIoName, PeerTarget.ChannelsName,
    ];

    private static async Task AskAsync(BenchRun run, ITarget target, Question question, bool isOurs)
    {
        await using var asking = new Asking(run, target, question);
        await asking.WarmAsync();
        var steps = run.Options.Rate is { } rate
            ? [await asking.TryAsync(rate)] : await RateSearch.RunAsync(question.Start, question.InTime, asking.TryAsync);
        var best = steps.Where(step => step.Holds(question.InTime)).MaxBy(step => step.Rate) ?? steps.MinBy(step => step.Rate)!;
        run.Report.Add(new Measurement(question.Group, target.Name, steps, best));
        Tell(run.Report, question, target.Name, best, isOurs ? Beside : []);
        if (run.Options.Rate is null)
        {
            var half = await asking.TryAsync(best.Rate / 2);
            run.Report.Add($"{question.Group}, at half of it, heard p50: {target.Name}", half.Deliveries.Percentile(0.5), "ms");
            run.Report.Add($"{question.Group}, at half of it, heard p99: {target.Name}", half.Deliveries.Percentile(0.99), "ms", $"{half.Faults}");
        }
    }

    private static void Tell(Report report, Question question, string target, Step best, IReadOnlyList<string> beside)
    {
        // Sends are also a part of what the servers below take in.
        string[] Of(string figure) => beside is []
            ? [] : [.. beside.Select(other => $"{question.Group}, {figure}: {other}"), .. figure == "sends" ? Servers.Limits : []];
        var held = best.Holds(question.InTime) ? $"{best.Faults}" : $"no rate was held; {best.Faults}";
        if (question.Shape.Members > 2)
        {
            report.Add(
                $"{question.Group}, deliveries: {target}", best.DeliveriesPerSecond, "1/s",
                $"{best.SendsPerSecond:#,0} sends a second; {held}", Of("deliveries"));
        }
        else
        {
            report.Add($"{question.Group}, sends: {target}", best.SendsPerSecond, "1/s", held, Of("sends"));
        }

        report.Add($"{question.Group}, heard p50: {target}", best.Deliveries.Percentile(0.5), "ms");
        report.Add($"{question.Group}, heard p99: {target}", best.Deliveries.Percentile(0.99), "ms");
        var processor = best.ProcessorOfEach();
        report.Add(
            $"{question.Group}, processor for each message: {target}", processor.Values.Sum(), "µs",
            string.Join(", ", processor.Where(part => part.Value >= 1).OrderByDescending(part => part.Value)
                .Select(part => $"{part.Key} {part.Value:0}")));
        if (best.Answers.Count > 0)
        {
            report.Add(
                $"{question.Group}, answered p99: {target}", best.Answers.Percentile(0.99), "ms", $"p50 {best.Answers.Percentile(0.5):0.0} ms");
        }
    }

    private sealed class Asking(BenchRun run, ITarget target, Question question) : IAsyncDisposable
    {
        private Audience? audience;

        // Code that has not run often yet is not compiled for speed.
        public async Task WarmAsync()
        {
            await GatherAsync();
            Say("warming up");
            await Driver.RunAsync(audience!, run.Options.Rate ?? question.Start, run.Options.WarmSeconds, target.Sampler);
        }

        public async Task<Step> TryAsync(double rate)
        {
            if (audience!.Links.Any(link => link.Cut))
            {
                await GatherAsync();
            }

            Say($"{rate:#,0} messages a second");
            var step = await Driver.RunAsync(audience, rate, run.Options.Seconds, target.Sampler);
            Report.Tell($"{target.Name}, {question.Group}, {step.InWords}{(step.Holds(question.InTime) ? "" : "  ✗")}");
            return step;
        }

        public ValueTask DisposeAsync() => audience?.DisposeAsync() ?? ValueTask.CompletedTask;

        // Anew where the target cut some off: those who are left would be another audience.
        private async Task GatherAsync()
        {
            await DisposeAsync();
            Say($"{question.Shape.People} people come");
            audience = await target.GatherAsync(question.Shape);
        }

        private void Say(string doing) => run.Say($"{target.Name}, {question.Group}: {doing}");
    }
}

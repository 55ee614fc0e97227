using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>One shape of audience that all targets are measured with: who writes, who hears, how late is too late.</summary>
/// <param name="Group">In words.</param>
/// <param name="Start">The rate to begin with, messages a second; what is faster is soon found, and so is what is slower.</param>
/// <param name="InTime">Milliseconds that 99 of 100 messages may take.</param>
internal sealed record Question(string Group, Shape Shape, double Start, double InTime)
{
    /// <summary>Whether only this rate is of interest, and not the highest that is held.</summary>
    public bool IsOneRate { get; init; }

    /// <summary>Whether limits that ours cannot come near, having a gateway, are asked too.</summary>
    public bool IsOfAllLimits { get; init; }
}

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

        foreach (var entrant in Entrants.Where(each => each.IsAsked(run.Options.Against)))
        {
            var asked = questions.Where(question => question.Group.Contains(run.Options.Only, StringComparison.Ordinal)
                && (question.IsOfAllLimits || !entrant.IsFar)).ToArray();
            if (asked is [] || await StartAsync(run, entrant) is not { } target)
            {
                continue;
            }

            await using var _ = target;
            var warm = run.Options.NewcomersWarmSeconds;
            foreach (var question in asked)
            {
                var start = question.IsOneRate ? question.Start : question.Start * entrant.Pace;
                await AskAsync(run, target, question with { Start = start }, entrant.Kind, warm);
                warm = run.Options.WarmSeconds;
            }
        }
    }

    /// <returns>Null where the machine has not what a peer needs, which is told.</returns>
    public static async Task<ITarget?> StartAsync(BenchRun run, Entrant entrant)
    {
        run.Say($"starting {entrant.Kind}");
        try
        {
            return await entrant.StartAsync();
        }
        catch (InvalidOperationException e) when (entrant.Kind is "socketio" or "django")
        {
            // A machine without Node.js, or without the packages that bench/peers/README.md names.
            Report.Tell($"{entrant.Kind} is left out: {e.Message}");
            return null;
        }
    }

    public static IReadOnlyList<Entrant> Entrants { get; } =
    [
        new("bare", async () => await BareTarget.WebSocketAsync()) { Pace = 4, IsFar = true },
        new("bare", async () => await BareTarget.SignalRAsync()) { Pace = 4, IsFar = true },
        new("yarp", async () => await BareTarget.YarpAsync()) { Pace = 2 },
        new("socketio", PeerTarget.SocketIoAsync),
        new("django", PeerTarget.ChannelsAsync) { Pace = 0.25 },
        new("ours", async () => await OursTarget.StartAsync()),
    ];

    // Beside which ours stands, when they were measured.
    private static readonly string[] Beside =
    [
        BareTarget.YarpName, BareTarget.SignalRName, BareTarget.WebSocketName, PeerTarget.SocketIoName, PeerTarget.ChannelsName,
    ];

    private static async Task AskAsync(BenchRun run, ITarget target, Question question, string kind, double warmSeconds)
    {
        await using var asking = new Asking(run, target, question);
        await asking.WarmAsync(warmSeconds);
        var steps = run.Options.Rate is not null || question.IsOneRate
            ? [await asking.TryAsync(run.Options.Rate ?? question.Start)]
            : await RateSearch.RunAsync(question.Start, question.InTime, asking.TryAsync);
        var best = steps.Where(step => step.Holds(question.InTime)).MaxBy(step => step.Rate) ?? steps.MinBy(step => step.Rate)!;
        run.Report.Add(new Measurement(question.Group, target.Name, steps, best));
        StepRows.Tell(run.Report, question, target.Name, best, kind == "ours" ? Beside : []);
        if (steps.Count > 1 && kind is not ("bare" or "yarp"))
        {
            var half = await asking.TryAsync(best.Rate / 2);
            StepRows.TellHalf(run.Report, question, target.Name, half, kind == "ours" ? Beside : []);
        }
    }

    private sealed class Asking(BenchRun run, ITarget target, Question question) : IAsyncDisposable
    {
        private Audience? audience;

        // Code that has not run often yet is not compiled for speed.
        public async Task WarmAsync(double seconds)
        {
            await GatherAsync();
            Say("warming up");
            await Driver.RunAsync(audience!, run.Options.Rate ?? question.Start, seconds, target.Sampler);
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

/// <summary>Who is asked.</summary>
/// <param name="Kind">As the command line calls it.</param>
internal sealed record Entrant(string Kind, Func<Task<ITarget>> StartAsync)
{
    /// <summary>How much faster than ours it is likely to be: the search begins there.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>A limit that ours cannot come near.</summary>
    public bool IsFar { get; init; }

    /// <summary>The nearest limit is one of them.</summary>
    public bool IsAsked(IReadOnlySet<string> against) => against.Contains(Kind) || (Kind == "yarp" && against.Contains("bare"));
}

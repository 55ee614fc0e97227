using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// Twice what a target can take, for longer than anybody would wait, and then half of it at once: what is accepted, what is refused and how
/// soon, what is lost, and whether it is over when it is over. Many people write, none more than one may.
/// </summary>
internal sealed class OverloadScenario : IScenario
{
    // More than ours is meant to take on such a machine, and of others as their pace is. What is accepted of it is the most that is taken.
    private const double Flood = 9000;
    private const double FloodSeconds = 4;
    private const double TooMuch = 2;
    private const double Seconds = 10;
    private static readonly Shape Pairs = Shape.Pairs(500);

    public string Name => "overload";

    public string Summary => "500 pairs, twice what can be taken: how much is accepted, how much refused, how late";

    public async Task RunAsync(BenchRun run)
    {
        foreach (var entrant in Broadcast.Entrants.Where(each => each.Kind is not ("bare" or "yarp") && run.Options.Against.Contains(each.Kind)))
        {
            if (await Broadcast.StartAsync(run, entrant) is { } target)
            {
                await using var _ = target;
                await OverloadAsync(run, target, entrant.Pace);
            }
        }
    }

    private static async Task OverloadAsync(BenchRun run, ITarget target, double pace)
    {
        run.Say($"{target.Name}: {Pairs.People} people come");
        await using var audience = await target.GatherAsync(Pairs);
        async Task<Step> TryAsync(double rate, double seconds)
        {
            run.Say($"{target.Name}: {rate:#,0} messages a second");
            var step = await Driver.RunAsync(audience, rate, seconds, target.Sampler, toTheEnd: true);
            Report.Tell($"{target.Name}, {step.InWords}");
            return step;
        }

        await TryAsync(Flood * pace / 10, run.Options.NewcomersWarmSeconds);
        var most = run.Options.Rate ?? (await TryAsync(Flood * pace, FloodSeconds)).SendsPerSecond;
        var over = await TryAsync(most * TooMuch, Seconds);
        var after = await TryAsync(most / 2, run.Options.Seconds);
        run.Report.Add(new Measurement("twice what can be taken", target.Name, [over], over));
        run.Report.Add($"the most that is taken: {target.Name}", most, "1/s");
        run.Report.Add(
            $"offered twice that: {target.Name}", over.Rate, "1/s",
            $"for {Seconds:0} s and a warm-up: {over.Sent} sent, {over.Accepted} accepted, {over.Refused} refused ({over.Limited} with 429), "
            + $"{over.Sent - over.Accepted - over.Refused} without an answer, {over.Cut} cut off");
        run.Report.Add($"accepted meanwhile: {target.Name}", over.SendsPerSecond, "1/s", $"{over.SendsPerSecond / most:0 %} of the most");
        Times(run.Report, $"accepted ones answered: {target.Name}", over.Answers);
        Times(run.Report, $"accepted ones heard: {target.Name}", over.Deliveries);
        Times(run.Report, $"refusals: {target.Name}", over.Refusals);
        run.Report.Add($"lost of the accepted: {target.Name}", over.Faults.Lost, "", $"{over.Faults}");
        run.Report.Add(
            $"right after it, at half of the most, heard p99: {target.Name}", after.Deliveries.Percentile(0.99), "ms",
            $"p50 {after.Deliveries.Percentile(0.5):0.0} ms; {after.Faults}");
    }

    private static void Times(Report report, string what, Histogram times)
    {
        if (times.Count > 0)
        {
            report.Add($"{what} p99", times.Percentile(0.99), "ms", $"p50 {times.Percentile(0.5):#,0.0} ms, the slowest {times.Percentile(1):#,0} ms");
        }
    }
}

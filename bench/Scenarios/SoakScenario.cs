using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>A low rate for a long time: whether memory grows, and whether anything goes missing.</summary>
internal sealed class SoakScenario : IScenario
{
    private const double DefaultRate = 100;
    private const double DefaultSeconds = 420;
    private const double SecondsOfAnHour = 3600;

    public string Name => "soak";

    public string Summary => $"a low rate for long ({DefaultSeconds / 60:0} minutes unless --seconds says more): does memory grow, does anything go missing";

    public async Task RunAsync(BenchRun run)
    {
        var (rate, seconds) = (run.Options.Rate ?? DefaultRate, run.Options.AskedSeconds ?? DefaultSeconds);
        await using var target = await OursTarget.StartAsync();
        await using var audience = await target.GatherAsync(Shape.Pairs(100));
        run.Say("warming up");
        await Driver.RunAsync(audience, rate, run.Options.WarmSeconds, target.Sampler);
        run.Say($"{rate:0} messages a second for {TimeSpan.FromSeconds(seconds)}");
        var step = await Driver.RunAsync(audience, rate, seconds, target.Sampler);
        run.Report.Add(new Measurement("soak", target.Name, [step], step));
        run.Report.Add("messages", step.Accepted, "", $"of {step.Sent} sent; {step.Faults}, {step.Refused} refused, {step.Cut} cut off");
        run.Report.Add("heard p99", step.Deliveries.Percentile(0.99), "ms", $"p50 {step.Deliveries.Percentile(0.5):0.0} ms");
        // The first half is when caches and pools fill.
        var later = step.Samples.Skip(step.Samples.Count / 2).ToArray();
        foreach (var part in later[0].Memory.Keys)
        {
            run.Report.Add(
                $"memory of {part}, an hour", Slope(later, part) * SecondsOfAnHour, "MB", $"{later[0].Memory[part]:0} to {later[^1].Memory[part]:0} MB");
        }
    }

    /// <summary>MB a second, by least squares.</summary>
    private static double Slope(Sample[] samples, string part)
    {
        var (meanX, meanY) = (samples.Average(sample => sample.Second), samples.Average(sample => sample.Memory[part]));
        return samples.Sum(sample => (sample.Second - meanX) * (sample.Memory[part] - meanY))
            / samples.Sum(sample => (sample.Second - meanX) * (sample.Second - meanX));
    }
}

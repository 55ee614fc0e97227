using OneVOne.Bench.Driving;
using OneVOne.Bench.Sampling;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// The same load again and again while one thing grows: what a message costs of the processors, and how late it is. A rate that is easily held,
/// as the cost is the question and not the limit; what the system uses when nobody writes is taken off.
/// </summary>
internal sealed class Curve(BenchRun run, string across)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>Whether a size is of interest: all are, unless one is asked for alone.</summary>
    public bool IsAsked(string place) => run.Options.Only.Length == 0 || run.Options.Only == place;

    /// <summary>Measures one size.</summary>
    /// <param name="line">What grows, in words, where a scenario has several.</param>
    /// <param name="place">How much there is of it.</param>
    public async Task<Step> MeasureAsync(string line, string place, Audience audience, double rate, Sampler sampler)
    {
        var name = line.Length == 0 ? $"{place} {across}" : $"{place} {across}, {line}";
        run.Say($"{name}: nobody writes");
        var before = await sampler.ProcessorsAsync(Quiet);
        run.Say($"{name}: {rate:#,0.#} messages a second");
        var step = await Driver.RunAsync(audience, rate, run.Options.Seconds, sampler);
        run.Say($"{name}: nobody writes any more");
        var after = await sampler.ProcessorsAsync(Quiet);
        // The lesser of both: who has just come, and what has just been written, may still be busy with that.
        Tell(line, place, name, step, before.ToDictionary(part => part.Key, part => Math.Min(part.Value, after[part.Key])));
        return step;
    }

    public void Plot(string title, string unit, string line, string place, double value) =>
        run.Report.Plot(title, across, unit).Add(line, place, value);

    private void Tell(string line, string place, string name, Step step, IReadOnlyDictionary<string, double> quiet)
    {
        var processor = step.ProcessorOfEach(quiet);
        var each = StepRows.OfTarget(processor);
        run.Report.Add(
            $"{name}: processor for each message", each, "µs",
            $"at {step.SendsPerSecond:#,0} a second; {StepRows.InWords(processor)}");
        run.Report.Add(
            $"{name}: heard p99", step.Deliveries.Percentile(0.99), "ms",
            $"p50 {step.Deliveries.Percentile(0.5):0.0} ms; answered p50 {step.Answers.Percentile(0.5):0.0}, p99 {step.Answers.Percentile(0.99):0.0} ms; {step.Faults}");
        run.Report.Add(
            $"{name}: in use when nobody writes", StepRows.OfTarget(quiet) * 1000, "ms/s",
            StepRows.InWords(quiet.ToDictionary(part => part.Key, part => part.Value * 1000)));
        var of = line.Length == 0 ? "" : $", {line}";
        Plot("Processor for each message, µs", "µs", $"all parts{of}", place, each);
        foreach (var (part, value) in processor.Where(part => part.Key != Sampler.Bench && part.Value >= each / 20))
        {
            Plot($"Processor for each message by part{of}, µs", "µs", part, place, value);
        }

        if (step.Fanout > 2.5)
        {
            run.Report.Add($"{name}: processor for each delivery", each / step.Fanout, "µs", $"{step.Fanout:#,0} hear each message");
            Plot("Processor for each delivery, µs", "µs", $"all parts{of}", place, each / step.Fanout);
        }

        Plot("From due to heard, ms", "ms", $"p50{of}", place, step.Deliveries.Percentile(0.5));
        Plot("From due to heard, ms", "ms", $"p99{of}", place, step.Deliveries.Percentile(0.99));
    }
}

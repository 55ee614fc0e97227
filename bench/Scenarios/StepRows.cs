using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>What a step came to, in rows of the report.</summary>
internal static class StepRows
{
    /// <param name="beside">Targets of which the figures are a part, or many times.</param>
    public static void Tell(Report report, Question question, string target, Step best, IReadOnlyList<string> beside)
    {
        string[] Of(string figure) => [.. beside.Select(other => $"{question.Group}, {figure}: {other}")];
        var held = best.Holds(question.InTime) ? $"{best.Faults}" : $"no rate was held; {best.Faults}";
        if (question.Shape.Direct)
        {
            // Sends are also a part of what the servers below take in.
            report.Add(
                $"{question.Group}, sends: {target}", best.SendsPerSecond, "1/s", held,
                beside is [] ? [] : [.. Of("sends"), .. Servers.Limits]);
        }
        else
        {
            report.Add(
                $"{question.Group}, deliveries: {target}", best.DeliveriesPerSecond, "1/s",
                $"{best.SendsPerSecond:#,0} sends a second; {held}", Of("deliveries"));
            report.Add(
                $"{question.Group}, everyone has heard p99: {target}", best.Everyone.Percentile(0.99), "ms",
                $"p50 {best.Everyone.Percentile(0.5):0.0} ms, of {best.Everyone.Count} messages");
        }

        report.Add($"{question.Group}, heard p50: {target}", best.Deliveries.Percentile(0.5), "ms");
        report.Add($"{question.Group}, heard p99: {target}", best.Deliveries.Percentile(0.99), "ms");
        if (best.Answers.Count > 0)
        {
            report.Add(
                $"{question.Group}, answered p99: {target}", best.Answers.Percentile(0.99), "ms", $"p50 {best.Answers.Percentile(0.5):0.0} ms");
        }

        var processor = best.ProcessorOfEach();
        report.Add(
            $"{question.Group}, processor for each message: {target}", OfTarget(processor), "µs", InWords(processor), Of("processor for each message"));
        var generator = processor.GetValueOrDefault(Sampler.Bench);
        report.Add(
            $"{question.Group}, load generator for each {(question.Shape.Direct ? "message" : "delivery")}: {target}",
            question.Shape.Direct ? generator : generator / best.Fanout, "µs");
    }

    /// <summary>At half of the rate that was held: what people feel on a usual day.</summary>
    public static void TellHalf(Report report, Question question, string target, Step half, IReadOnlyList<string> beside)
    {
        foreach (var (name, part) in ((string, double)[])[("p50", 0.5), ("p99", 0.99)])
        {
            string RowOf(string of) => $"{question.Group}, at half of it, heard {name}: {of}";
            report.Add(
                RowOf(target), half.Deliveries.Percentile(part), "ms",
                $"{half.Rate:#,0} a second, answered {half.Answers.Percentile(part):0.0} ms; {half.Faults}", [.. beside.Select(RowOf)]);
        }
    }

    /// <summary>Of all parts but the load generator.</summary>
    public static double OfTarget(IReadOnlyDictionary<string, double> processor) =>
        processor.Where(part => part.Key != Sampler.Bench).Sum(part => part.Value);

    /// <summary>What each part uses, the greatest first.</summary>
    public static string InWords(IReadOnlyDictionary<string, double> processor) => string.Join(", ", processor
        .Where(part => part.Key != Sampler.Bench && part.Value >= 1).OrderByDescending(part => part.Value)
        .Select(part => $"{part.Key} {part.Value:#,0}"));
}

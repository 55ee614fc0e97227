using OneVOne.Bench.Sampling;

namespace OneVOne.Bench.Driving;

/// <summary>What one rate came to, held for some seconds.</summary>
/// <param name="Rate">Messages a second that were due.</param>
/// <param name="SendsPerSecond">Accepted, while they were sent.</param>
/// <param name="DeliveriesPerSecond">Heard, while they were sent.</param>
/// <param name="Deliveries">From when a message was due until somebody heard it.</param>
/// <param name="Answers">From when a message was due until its author was told that it is written; without times when nobody is told.</param>
internal sealed record Step(
    double Rate,
    double SendsPerSecond,
    double DeliveriesPerSecond,
    long Sent,
    long Accepted,
    long Refused,
    long Heard,
    Histogram Deliveries,
    Histogram Answers,
    Faults Faults,
    int Cut,
    IReadOnlyList<Sample> Samples)
{
    /// <summary>The 99th percentile of what must be in time: both being heard and being answered.</summary>
    public double P99 => Math.Max(Deliveries.Percentile(0.99), Answers.Count > 0 ? Answers.Percentile(0.99) : 0);

    /// <summary>Whether it went on in time, with everything there once.</summary>
    public bool Holds(double milliseconds) => P99 <= milliseconds && !Faults.Any && Refused == 0 && Cut == 0 && Accepted == Sent;

    /// <summary>Microseconds of each part for a message, the load generator's left out.</summary>
    public IReadOnlyDictionary<string, double> ProcessorOfEach()
    {
        var sending = Samples.Where(sample => sample.Second > Driver.WarmUp.TotalSeconds && sample.Heard > 0).ToArray();
        var messages = sending.Average(sample => sample.Accepted);
        return sending.SelectMany(sample => sample.Processor)
            .Where(part => part.Key != Sampler.Bench)
            .GroupBy(part => part.Key)
            .ToDictionary(part => part.Key, part => part.Average(each => each.Value) / messages * 1e6);
    }

    public string InWords =>
        $"{Rate:#,0}/s: {DeliveriesPerSecond:#,0} heard a second, p50 {Deliveries.Percentile(0.5):0.0} p99 {Deliveries.Percentile(0.99):0.0} ms"
        + (Answers.Count > 0 ? $", answered p99 {Answers.Percentile(0.99):0.0} ms" : "")
        + $"; {Faults}" + (Refused > 0 ? $", {Refused} refused" : "") + (Cut > 0 ? $", {Cut} cut off" : "")
        + (Sent > Accepted + Refused ? $", {Sent - Accepted - Refused} without an answer" : "");
}

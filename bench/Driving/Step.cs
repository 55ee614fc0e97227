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

    /// <summary>Of rooms: from when a message was due until the last of those who look on has heard it.</summary>
    public Histogram Everyone { get; init; } = new();

    /// <summary>Of those refused, how many were told to come later.</summary>
    public long Limited { get; init; }

    /// <summary>From when a message was due until its author was told to come later.</summary>
    public Histogram Refusals { get; init; } = new();

    /// <summary>How many heard each message.</summary>
    public double Fanout => (double)Heard / Math.Max(1, Accepted);

    /// <summary>Microseconds of each part for a message, the load generator's among them.</summary>
    /// <param name="quiet">What the parts use when nothing is sent, as processors. Who uses less than in quiet was busy with something else then.</param>
    public IReadOnlyDictionary<string, double> ProcessorOfEach(IReadOnlyDictionary<string, double>? quiet = null)
    {
        var last = Samples.LastOrDefault(sample => sample.Accepted > 0)?.Second ?? 0;
        var sending = Samples.Where(sample => sample.Second > Driver.WarmUp.TotalSeconds && sample.Second <= last).ToArray();
        if (sending is [])
        {
            return new Dictionary<string, double>();
        }

        var messages = sending.Average(sample => sample.Accepted);
        return sending.SelectMany(sample => sample.Processor).GroupBy(part => part.Key).ToDictionary(
            part => part.Key,
            part => Math.Max(0, part.Average(each => each.Value) - (quiet?.GetValueOrDefault(part.Key) ?? 0)) / messages * 1e6);
    }

    public string InWords =>
        $"{Rate:#,0}/s: {DeliveriesPerSecond:#,0} heard a second, p50 {Deliveries.Percentile(0.5):0.0} p99 {Deliveries.Percentile(0.99):0.0} ms"
        + (Answers.Count > 0 ? $", answered p99 {Answers.Percentile(0.99):0.0} ms" : "")
        + $"; {Faults}" + (Refused > 0 ? $", {Refused} refused" : "") + (Cut > 0 ? $", {Cut} cut off" : "")
        + (Sent > Accepted + Refused ? $", {Sent - Accepted - Refused} without an answer" : "");
}

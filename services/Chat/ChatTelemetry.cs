using System.Diagnostics.Metrics;

namespace OneVOne.Chat;

/// <summary>Chat's own instruments.</summary>
internal static class ChatTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Chat");

    public static Counter<long> Answered { get; } =
        Meter.CreateCounter<long>("chat.sends", "{send}", "Sends by what came of them.");

    public static Histogram<int> BatchSize { get; } =
        Meter.CreateHistogram<int>("chat.write.batch", "{message}", "Messages of one transaction.");

    public static Histogram<double> WriteTime { get; } =
        Meter.CreateHistogram<double>("chat.write.duration", "ms", "Of one batch, retries included.");

    public static Histogram<int> ReadBatch { get; } =
        Meter.CreateHistogram<int>("chat.read.batch", "{question}", "Questions that one query answers, by what is read.");

    public static Counter<long> NotBroadcast { get; } =
        Meter.CreateCounter<long>("chat.broadcast.dropped", "{message}", "Messages to be found by Sync.");
}

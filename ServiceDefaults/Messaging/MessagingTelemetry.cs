using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OneVOne.ServiceDefaults.Messaging;

internal static class MessagingTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Messaging");

    public static ActivitySource Source { get; } = new("OneVOne.Messaging");

    public static Counter<long> Published { get; } =
        Meter.CreateCounter<long>("outbox.published", "{message}", "Events that the broker confirmed.");

    public static Counter<long> Repeated { get; } =
        Meter.CreateCounter<long>("inbox.repeated", "{message}", "Deliveries that had been consumed before.");
}

using System.Diagnostics.Metrics;

namespace OneVOne.Presence;

internal static class PresenceTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Presence");

    public static UpDownCounter<long> Connections { get; } =
        Meter.CreateUpDownCounter<long>("presence.connections", "{connection}", "Connections of this replica.");

    public static Gauge<long> Online { get; } =
        Meter.CreateGauge<long>("presence.online", "{person}", "People on the site, the same on every replica.");

    public static Counter<long> Announced { get; } =
        Meter.CreateCounter<long>("presence.announced", "{change}", "Changes told to whoever may see the person, however many that are.");

    public static Counter<long> Deliveries { get; } =
        Meter.CreateCounter<long>("presence.deliveries", "{person}", "Listeners of announced changes: the fan-out.");

    public static Counter<long> Leases { get; } =
        Meter.CreateCounter<long>("presence.leases", "{lease}", "Leases taken: more than one after start means Redis or this replica was away.");
}

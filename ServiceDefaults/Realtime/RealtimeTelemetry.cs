using System.Diagnostics.Metrics;

namespace OneVOne.ServiceDefaults.Realtime;

internal static class RealtimeTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Realtime");

    public static Counter<long> CutOff { get; } =
        Meter.CreateCounter<long>("realtime.cut_off", "{connection}", "Connections that were ended because they read too slowly.");
}

using System.Diagnostics.Metrics;

namespace OneVOne.Notifications;

internal static class NotificationsTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Notifications");

    public static Counter<long> Delivered { get; } = Meter.CreateCounter<long>(
        "notifications.delivered",
        "{notification}",
        "Notifications, new or changed, that were sent to their owner's connections.");

    public static Counter<long> Cleaned { get; } = Meter.CreateCounter<long>(
        "notifications.cleaned", "{notification}", "Notifications deleted for their age or their number.");
}

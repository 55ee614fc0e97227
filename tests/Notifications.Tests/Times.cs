namespace OneVOne.Notifications.Tests;

internal static class Times
{
    /// <summary>Now, as PostgreSQL can keep it: in whole microseconds.</summary>
    public static DateTimeOffset Now()
    {
        var now = DateTimeOffset.UtcNow;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

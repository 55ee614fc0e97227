namespace OneVOne.Identity.Data;

internal static class StorableTime
{
    /// <summary>
    /// Now, in whole microseconds as PostgreSQL keeps it: else an account's time would read differently in the answer that
    /// made it than in any later one.
    /// </summary>
    public static DateTimeOffset GetStorableNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

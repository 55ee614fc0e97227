namespace OneVOne.Presence.Status;

/// <summary>How many people are on the site, as of the last heartbeat; while Redis is away, the last that was known.</summary>
internal sealed class SiteCount
{
    private long count;

    public OnlineSummary Current => new(Volatile.Read(ref count));

    public void Set(long value)
    {
        Volatile.Write(ref count, value);
        PresenceTelemetry.Online.Record(value);
    }
}

/// <summary>How many people are on the site. Who is invisible is not: the number would tell of their coming.</summary>
public sealed record OnlineSummary(long Online);

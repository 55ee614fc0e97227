namespace OneVOne.Chat.RateLimits;

/// <summary>So many at once, and after that so many a second.</summary>
public sealed class Rate
{
    public Rate()
    {
    }

    public Rate(double perSecond, int burst) => (PerSecond, Burst) = (perSecond, burst);

    public double PerSecond { get; set; }

    public int Burst { get; set; }

    internal bool IsUsable => PerSecond is > 0 and <= 1_000_000 && Burst > 0;

    /// <summary>In how many microseconds one comes back; whole ones, as the script counts.</summary>
    internal long Step => Math.Max(1, (long)(1_000_000 / PerSecond));
}

/// <summary>What is counted together.</summary>
/// <param name="Key">What it has in common.</param>
internal readonly record struct Bucket(string Key, Rate Rate);

/// <summary>One act, which takes one of each of its buckets or of none.</summary>
internal readonly record struct Ask(Bucket Bucket, Bucket? Other = null);

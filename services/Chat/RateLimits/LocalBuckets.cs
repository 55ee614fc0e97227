namespace OneVOne.Chat.RateLimits;

/// <summary>
/// The buckets of one replica, for as long as Redis is away: neither open to floods nor closed to everybody. With N replicas
/// a person has N times as much.
/// </summary>
internal sealed class LocalBuckets(TimeProvider time)
{
    /// <summary>Beyond it the full ones are forgotten, which changes nothing for them.</summary>
    private const int MaxKept = 100_000;

    // Until when each is full again, in microseconds: the same rule as the script's.
    private readonly Dictionary<string, long> fullAt = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <returns>Of each ask how long to wait; null when it got one of each bucket.</returns>
    public TimeSpan?[] Take(IReadOnlyList<Ask> asks)
    {
        lock (gate)
        {
            var now = time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond;
            Trim(now);
            return [.. asks.Select(ask => Take(ask, now))];
        }
    }

    private TimeSpan? Take(Ask ask, long now)
    {
        var wait = Math.Max(Wait(ask.Bucket, now), ask.Other is { } other ? Wait(other, now) : 0);
        if (wait > 0)
        {
            return TimeSpan.FromMicroseconds(wait);
        }

        Fill(ask.Bucket, now);
        if (ask.Other is { } second)
        {
            Fill(second, now);
        }

        return null;
    }

    private long Wait(Bucket bucket, long now) =>
        FullAt(bucket, now) + bucket.Rate.Step - (bucket.Rate.Burst * bucket.Rate.Step) - now;

    private void Fill(Bucket bucket, long now) => fullAt[bucket.Key] = FullAt(bucket, now) + bucket.Rate.Step;

    private long FullAt(Bucket bucket, long now) => Math.Max(fullAt.GetValueOrDefault(bucket.Key), now);

    private void Trim(long now)
    {
        if (fullAt.Count > MaxKept)
        {
            foreach (var key in fullAt.Where(bucket => bucket.Value <= now).Select(bucket => bucket.Key).ToList())
            {
                fullAt.Remove(key);
            }
        }
    }
}

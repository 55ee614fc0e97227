namespace OneVOne.Identity.Throttling;

/// <summary>
/// The buckets of one replica, for as long as Redis is away: neither open to guessing nor closed to everybody. With N
/// replicas a guesser has N times as many tries.
/// </summary>
internal sealed class LocalBuckets(TimeProvider time)
{
    /// <summary>Beyond it the full ones are forgotten, which changes nothing for them.</summary>
    private const int MaxKept = 100_000;

    private readonly Dictionary<string, DateTimeOffset> fullAt = [];
    private readonly Lock oneAtATime = new();

    /// <returns>How long to wait; null when all buckets gave one.</returns>
    public TimeSpan? Take(IReadOnlyList<Bucket> buckets)
    {
        lock (oneAtATime)
        {
            var now = time.GetUtcNow();
            TimeSpan? wait = null;
            foreach (var (key, rate, _) in buckets)
            {
                var over = FullAt(key, now) + rate.Step - now - rate.Per;
                wait = over > TimeSpan.Zero && !(over < wait) ? over : wait;
            }

            if (wait is null)
            {
                foreach (var (key, rate, _) in buckets)
                {
                    fullAt[key] = FullAt(key, now) + rate.Step;
                }

                Trim(now);
            }

            return wait;
        }
    }

    public void Forget(IEnumerable<string> keys)
    {
        lock (oneAtATime)
        {
            foreach (var key in keys)
            {
                fullAt.Remove(key);
            }
        }
    }

    private DateTimeOffset FullAt(string key, DateTimeOffset now) =>
        fullAt.TryGetValue(key, out var full) && full > now ? full : now;

    private void Trim(DateTimeOffset now)
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

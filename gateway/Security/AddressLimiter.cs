using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace OneVOne.Gateway.Security;

/// <summary>
/// A token bucket for each address, kept as one number: when the bucket will be full again (GCRA, ITU-T I.371).
/// Reckoned from the clock when a request comes, so nothing runs while none does; the framework's partitioned limiter
/// woke this process some 80 times a second for its timers, which was most of what an idle gateway cost.
/// </summary>
internal sealed class AddressLimiter(IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<IPAddress, long> fullAt = new();
    private readonly long perRequest = time.TimestampFrequency / Math.Max(1, options.Value.RequestsPerSecond);
    private readonly int burst = options.Value.RequestBurst;
    private long sweptAt = time.GetTimestamp();

    /// <param name="wait">When refused: how long until the next request is taken.</param>
    public bool TryTake(IPAddress address, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        Sweep(now);
        while (true)
        {
            var known = fullAt.TryGetValue(address, out var before);
            var after = Math.Max(before, now) + perRequest;
            var over = after - now - (burst * perRequest);
            wait = over > 0 ? TimeSpan.FromSeconds((double)over / time.TimestampFrequency) : TimeSpan.Zero;
            if (over > 0)
            {
                return false;
            }

            if (known ? fullAt.TryUpdate(address, after, before) : fullAt.TryAdd(address, after))
            {
                return true;
            }
        }
    }

    /// <summary>Forgets full buckets, which are as good as unknown ones.</summary>
    private void Sweep(long now)
    {
        var last = Volatile.Read(ref sweptAt);
        if (time.GetElapsedTime(last, now) < SweepInterval
            || Interlocked.CompareExchange(ref sweptAt, now, last) != last)
        {
            return;
        }

        foreach (var entry in fullAt)
        {
            if (entry.Value <= now)
            {
                fullAt.TryRemove(entry);
            }
        }
    }
}

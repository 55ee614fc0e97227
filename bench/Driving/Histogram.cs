using System.Numerics;

namespace OneVOne.Bench.Driving;

/// <summary>
/// Counts of times by size, as HdrHistogram keeps them: exact below 2 ms, then to three digits up to an hour, in an array that never
/// grows. Many threads may record at once.
/// </summary>
internal sealed class Histogram
{
    private const int Exact = 2048;
    private const int Half = Exact / 2;
    private const int Doublings = 21;

    private readonly long[] counts = new long[Exact + (Doublings * Half)];

    public long Count => counts.Sum(count => Volatile.Read(ref count));

    public void Record(TimeSpan time)
    {
        var microseconds = Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref counts[Math.Min(PlaceOf(microseconds), counts.Length - 1)]);
    }

    /// <summary>Milliseconds that so great a part of the times does not exceed.</summary>
    public double Percentile(double part)
    {
        var all = Count;
        var rank = Math.Max(1, (long)Math.Ceiling(part * all));
        long seen = 0;
        for (var place = 0; place < counts.Length; place++)
        {
            seen += Volatile.Read(ref counts[place]);
            if (seen >= rank)
            {
                return HighestOf(place) / 1000.0;
            }
        }

        return double.NaN;
    }

    /// <summary>The times at steps that show the tail: each step is nearer to the slowest of all.</summary>
    public IReadOnlyList<CurvePoint> Curve()
    {
        var (points, all) = (new List<CurvePoint>(), Count);
        for (var outside = 1.0; all > 0 && outside * all >= 1; outside /= 1.3)
        {
            points.Add(new CurvePoint(1 - outside, Percentile(1 - outside)));
        }

        return points;
    }

    private static int PlaceOf(long microseconds)
    {
        if (microseconds < Exact)
        {
            return (int)microseconds;
        }

        // How often it must be halved until it is below 2048: the upper half of the exact places, once for each doubling.
        var halvings = BitOperations.Log2((ulong)microseconds) - BitOperations.Log2(Half);
        return Exact + ((halvings - 1) * Half) + (int)((microseconds >> halvings) - Half);
    }

    private static long HighestOf(int place)
    {
        if (place < Exact)
        {
            return place;
        }

        var halvings = ((place - Exact) / Half) + 1;
        return (((place - Exact) % Half) + Half + 1L << halvings) - 1;
    }
}

/// <param name="Part">Of all times.</param>
/// <param name="Milliseconds">Which that part does not exceed.</param>
internal sealed record CurvePoint(double Part, double Milliseconds);

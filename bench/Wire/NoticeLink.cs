using System.Diagnostics;
using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Wire;

/// <summary>A device that hears of notifications; each begins with the text of the message that it tells of.</summary>
internal sealed class NoticeLink : SignalRLink
{
    private Histogram? times;
    private int last;

    /// <summary>The number of the last message that it was told of.</summary>
    public int Last => Volatile.Read(ref last);

    public static new async Task<NoticeLink> ConnectAsync(Uri hub, string accessToken)
    {
        var link = new NoticeLink();
        await link.GreetAsync(hub, accessToken);
        return link;
    }

    /// <summary>From now on what is heard is noted there, and numbers begin again.</summary>
    public void Begin(Histogram next)
    {
        Volatile.Write(ref last, 0);
        Volatile.Write(ref times, next);
    }

    protected override void Told(ReadOnlySpan<byte> record)
    {
        // The same may be told twice; only the first counts.
        if (Stamp.TryFind(record, out var stamp) && stamp.Number > last)
        {
            Volatile.Write(ref last, stamp.Number);
            Volatile.Read(ref times)?.Record(Stopwatch.GetElapsedTime(stamp.Due));
        }
    }
}

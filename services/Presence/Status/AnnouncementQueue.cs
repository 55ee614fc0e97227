using System.Threading.Channels;
using OneVOne.Presence.Connections;

namespace OneVOne.Presence.Status;

/// <summary>
/// Changes that this process has claimed and not announced yet. Losing one is safe: its claim ends, and a heartbeat of any
/// replica takes it on again.
/// </summary>
internal sealed class AnnouncementQueue
{
    private readonly Channel<Change> queue = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(PresenceLimits.AnnounceBacklog)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropWrite,
        });

    public void Add(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            queue.Writer.TryWrite(change);
        }
    }

    /// <summary>Waits for changes and takes what is there: one at a time when it is quiet, many at once in a storm.</summary>
    public async Task<IReadOnlyList<Change>> TakeAsync(CancellationToken cancellationToken)
    {
        await queue.Reader.WaitToReadAsync(cancellationToken);
        var taken = new List<Change>();
        while (taken.Count < PresenceLimits.AnnounceBatch && queue.Reader.TryRead(out var change))
        {
            taken.Add(change);
        }

        return taken;
    }
}

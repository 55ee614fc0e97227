using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// This replica's connections of each channel (a group or a user). The replica is subscribed in Redis to just the
/// channels that have one: the first connection subscribes, the last one unsubscribes.
/// </summary>
internal sealed class LocalConnections(Func<string, Task> subscribe, Func<string, Task> unsubscribe)
{
    private const int LockCount = 64;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, HubConnectionContext>> channels =
        new(StringComparer.Ordinal);

    // Adding and removing wait for Redis; each channel takes its turn, and most channels do not share a lock. Never disposed of:
    // a connection that waits for its turn while the replica stops would wait for ever.
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, LockCount).Select(_ => new SemaphoreSlim(1, 1))];

    public IEnumerable<HubConnectionContext> Of(string channel) =>
        channels.TryGetValue(channel, out var members) ? members.Select(member => member.Value) : [];

    public int Count(string channel) => channels.TryGetValue(channel, out var members) ? members.Count : 0;

    public async Task AddAsync(string channel, HubConnectionContext connection)
    {
        var turn = await TakeTurnAsync(channel);
        try
        {
            if (channels.TryGetValue(channel, out var members))
            {
                members[connection.ConnectionId] = connection;
                return;
            }

            channels[channel] = new(StringComparer.Ordinal) { [connection.ConnectionId] = connection };
            await subscribe(channel);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task RemoveAsync(string channel, string connectionId)
    {
        var turn = await TakeTurnAsync(channel);
        try
        {
            if (channels.TryGetValue(channel, out var members) && members.TryRemove(connectionId, out _) && members.IsEmpty)
            {
                channels.TryRemove(channel, out _);
                await unsubscribe(channel);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<SemaphoreSlim> TakeTurnAsync(string channel)
    {
        var turn = locks[(uint)string.GetHashCode(channel, StringComparison.Ordinal) % LockCount];
        await turn.WaitAsync();
        return turn;
    }
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Chat.Realtime;

/// <summary>This replica's connections, to send them away one by one when it stops.</summary>
internal sealed class ChatConnections(IHubContext<ChatHub, IChatClient> hub)
{
    private readonly ConcurrentDictionary<string, byte> ids = new(StringComparer.Ordinal);
    private volatile bool leaving;

    public bool IsEmpty => ids.IsEmpty;

    public Task AddAsync(string connectionId)
    {
        ids[connectionId] = 0;
        // Who comes while the replica stops is told as soon as they are here.
        return leaving ? SendAwayAsync(connectionId) : Task.CompletedTask;
    }

    public void Remove(string connectionId) => ids.TryRemove(connectionId, out _);

    public Task SendAllAwayAsync()
    {
        leaving = true;
        return Task.WhenAll(ids.Keys.Select(SendAwayAsync));
    }

    private Task SendAwayAsync(string connectionId) =>
        hub.Clients.Client(connectionId).Reconnect(
            new ReconnectAdvice(Random.Shared.Next((int)ChatLimits.ReconnectSpread.TotalMilliseconds)));
}

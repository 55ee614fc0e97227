using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What the backplane keeps of one connection of this replica: its groups, and how far behind its reader is.</summary>
internal sealed class ConnectionState
{
    private readonly Lock groupsLock = new();
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private Dictionary<string, (long Version, long Stamp)>? told;
    private long stamp;
    private int pendingWrites;
    private long pendingBytes;
    private int givenUp;

    /// <summary>Taken while the groups that follow the person's memberships are changed: one change after the other.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public bool IsIn(string group)
    {
        lock (groupsLock)
        {
            return groups.Contains(group);
        }
    }

    public GroupsOfConnection Groups()
    {
        lock (groupsLock)
        {
            return new(new HashSet<string>(groups, StringComparer.Ordinal), stamp);
        }
    }

    /// <summary>Whether nothing was told of a group since the stamp.</summary>
    public bool IsUnchangedSince(string group, long since)
    {
        lock (groupsLock)
        {
            return told is null || !told.TryGetValue(group, out var last) || last.Stamp <= since;
        }
    }

    /// <summary>Notes a change that was told; false when a newer one of this group was here before.</summary>
    public bool Accepts(string group, long version)
    {
        lock (groupsLock)
        {
            told ??= new(StringComparer.Ordinal);
            var last = told.GetValueOrDefault(group).Version;
            told[group] = (Math.Max(last, version), ++stamp);
            return version > last;
        }
    }

    public bool Join(string group)
    {
        lock (groupsLock)
        {
            return groups.Add(group);
        }
    }

    public bool Leave(string group)
    {
        lock (groupsLock)
        {
            return groups.Remove(group);
        }
    }

    public IReadOnlyList<string> LeaveAll()
    {
        lock (groupsLock)
        {
            string[] all = [.. groups];
            groups.Clear();
            return all;
        }
    }

    public static ConnectionState Of(HubConnectionContext connection)
    {
        var state = connection.Features.Get<ConnectionState>();
        if (state is null)
        {
            state = new ConnectionState();
            connection.Features.Set(state);
        }

        return state;
    }

    /// <summary>Whether the connection is being cut off: nothing is written to it any more. True once, for who does it.</summary>
    public bool GiveUp() => Interlocked.Exchange(ref givenUp, 1) == 0;

    /// <summary>
    /// Starts a write without waiting for the reader. False when as many writes or bytes wait already as may.
    /// </summary>
    public bool TryWrite(
        HubConnectionContext connection, SerializedHubMessage message, IHubProtocol protocol, RedisBackplaneOptions limits)
    {
        if (Volatile.Read(ref pendingWrites) >= limits.MaxPendingWrites
            || Volatile.Read(ref pendingBytes) >= limits.MaxPendingBytes
            || Volatile.Read(ref givenUp) != 0)
        {
            return false;
        }

        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            var bytes = message.GetSerializedMessage(protocol).Length;
            Interlocked.Increment(ref pendingWrites);
            Interlocked.Add(ref pendingBytes, bytes);
            _ = FinishAsync(write, bytes);
        }

        return true;
    }

    private async Task FinishAsync(ValueTask write, int bytes)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // A connection that breaks while writing is ended by SignalR itself.
        }
        finally
        {
            Interlocked.Decrement(ref pendingWrites);
            Interlocked.Add(ref pendingBytes, -bytes);
        }
    }
}

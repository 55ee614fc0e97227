using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What the backplane keeps of one connection of this replica: its groups, and how far behind its reader is.</summary>
internal sealed class ConnectionState
{
    private readonly Lock groupsLock = new();
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private int pendingWrites;

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

    /// <summary>
    /// Starts a write without waiting for the reader. False when more than <paramref name="limit"/> writes wait already.
    /// </summary>
    public bool TryWrite(HubConnectionContext connection, SerializedHubMessage message, int limit)
    {
        if (Volatile.Read(ref pendingWrites) >= limit)
        {
            return false;
        }

        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            Interlocked.Increment(ref pendingWrites);
            _ = FinishAsync(write);
        }

        return true;
    }

    private async Task FinishAsync(ValueTask write)
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
        }
    }
}

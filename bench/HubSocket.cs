using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench;

/// <summary>A connection to a hub that only listens.</summary>
internal sealed class HubSocket : SignalRLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Heard told;

    private HubSocket(Heard told) => this.told = told;

    /// <summary>Returns with the first message that the hub sends of itself: the connection is there.</summary>
    public static async Task<HubSocket> ConnectAsync(Uri hub, string accessToken, Heard heard)
    {
        var connection = new HubSocket(heard);
        try
        {
            await connection.GreetAsync(hub, accessToken);
            heard.Add(connection);
            if (await Task.WhenAny(connection.first.Task, connection.Socket.Ended).WaitAsync(Patience) != connection.first.Task)
            {
                throw new WebSocketException("The connection was closed before the hub said anything.");
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        told.Remove(this);
        await base.DisposeAsync();
    }

    protected override void Told(ReadOnlySpan<byte> record)
    {
        told.Take(record);
        first.TrySetResult();
    }
}

/// <summary>What some connections were told.</summary>
internal sealed class Heard
{
    private static readonly byte[] Target = Encoding.UTF8.GetBytes("\"target\":\"PresenceChanged\"");

    private readonly ConcurrentDictionary<HubSocket, bool> sockets = [];
    private long changes;
    private long others;
    private long cut;

    /// <summary>How often one of them was told that somebody changed.</summary>
    public long Changes => Interlocked.Read(ref changes);

    /// <summary>Other calls: the number of people on the site.</summary>
    public long Others => Interlocked.Read(ref others);

    /// <summary>Connections that the other side cut.</summary>
    public long Cut => Interlocked.Read(ref cut) + sockets.Keys.Count(socket => socket.Cut);

    public void Add(HubSocket socket) => sockets[socket] = true;

    public void Remove(HubSocket socket)
    {
        if (sockets.TryRemove(socket, out _) && socket.Cut)
        {
            Interlocked.Increment(ref cut);
        }
    }

    public void Take(ReadOnlySpan<byte> message) =>
        Interlocked.Increment(ref message.IndexOf(Target) >= 0 ? ref changes : ref others);
}

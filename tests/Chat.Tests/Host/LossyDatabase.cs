using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace OneVOne.Chat.Tests.Host;

/// <summary>
/// Stands between a replica and PostgreSQL and can lose an answer: the statement runs and commits, the connection breaks
/// before the replica hears of it.
/// </summary>
public sealed class LossyDatabase : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;
    private Func<Task>? untilCommitted;

    public LossyDatabase(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        server = new IPEndPoint(IPAddress.Parse(parts.Host!), parts.Port);
        listener.Start();
        parts.Host = IPAddress.Loopback.ToString();
        parts.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ConnectionString = parts.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>The way to the same database through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Loses the answer to the next statement that appends messages, once the given has seen its effect.</summary>
    public void LoseNextAppend(Func<Task> committed) => untilCommitted = committed;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It stops.
        }
    }

    private async Task RelayAsync(TcpClient replica)
    {
        using var database = new TcpClient();
        try
        {
            await database.ConnectAsync(server, stop.Token);
            var (near, far) = (replica.GetStream(), database.GetStream());
            Func<Task>? losing = null;
            var back = CopyAsync(far, near, _ => Volatile.Read(ref losing) is null);
            var forth = CopyAsync(near, far, bytes =>
            {
                if (Encoding.UTF8.GetString(bytes.Span).Contains("append_messages", StringComparison.Ordinal))
                {
                    Volatile.Write(ref losing, Interlocked.Exchange(ref untilCommitted, null));
                    if (losing is not null)
                    {
                        _ = BreakAsync(losing, replica);
                    }
                }

                return true;
            });
            await Task.WhenAny(back, forth);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // One end is gone, and so is the other.
        }
        finally
        {
            replica.Dispose();
        }
    }

    private static async Task BreakAsync(Func<Task> committed, TcpClient replica)
    {
        await committed();
        replica.Dispose();
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> passes)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, stop.Token)) > 0)
            {
                if (passes(buffer.AsMemory(0, count)))
                {
                    await to.WriteAsync(buffer.AsMemory(0, count), stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One end is gone.
        }
    }
}

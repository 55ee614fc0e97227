using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace OneVOne.Chat.Tests.Host;

/// <summary>
/// Can lose an answer of PostgreSQL: the statement runs and commits, the connection breaks before the replica hears of it.
/// </summary>
public sealed class LossyDatabase(NpgsqlConnectionStringBuilder database)
    : Relay(new IPEndPoint(IPAddress.Parse(database.Host!), database.Port))
{
    private Func<Task>? untilCommitted;

    /// <summary>The way to the same database through here.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        Host = Address.Address.ToString(),
        Port = Address.Port,
    }.ConnectionString;

    /// <summary>Loses the answer to the next statement that appends messages, once the given has seen its effect.</summary>
    public void LoseNextAppend(Func<Task> committed) => untilCommitted = committed;

    protected override Task PassAsync(TcpClient replica, NetworkStream near, NetworkStream far)
    {
        Func<Task>? losing = null;
        return Task.WhenAny(
            CopyAsync(far, near, _ => new(Volatile.Read(ref losing) is null)),
            CopyAsync(near, far, bytes =>
            {
                if (Encoding.UTF8.GetString(bytes.Span).Contains("append_messages", StringComparison.Ordinal))
                {
                    Volatile.Write(ref losing, Interlocked.Exchange(ref untilCommitted, null));
                    if (losing is not null)
                    {
                        _ = BreakAsync(losing, replica);
                    }
                }

                return new(true);
            }));
    }

    private static async Task BreakAsync(Func<Task> committed, TcpClient replica)
    {
        await committed();
        replica.Dispose();
    }
}

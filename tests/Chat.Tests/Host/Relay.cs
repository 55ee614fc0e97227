using System.Net;
using System.Net.Sockets;

namespace OneVOne.Chat.Tests.Host;

/// <summary>Stands between replicas and a server, and does to what passes as the kind of relay wants.</summary>
public abstract class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;

    protected Relay(IPEndPoint server)
    {
        this.server = server;
        listener.Start();
        Address = (IPEndPoint)listener.LocalEndpoint;
        accepting = AcceptAsync();
    }

    /// <summary>Where replicas find the server through here.</summary>
    protected IPEndPoint Address { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends when either side has.</summary>
    protected abstract Task PassAsync(TcpClient replica, NetworkStream near, NetworkStream far);

    /// <param name="passes">Says of what was read whether it goes on, and takes its time for it.</param>
    protected async Task CopyAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, ValueTask<bool>> passes)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, stop.Token)) > 0)
            {
                if (await passes(buffer.AsMemory(0, count)))
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
        using var far = new TcpClient { NoDelay = true };
        replica.NoDelay = true;
        try
        {
            await far.ConnectAsync(server, stop.Token);
            await PassAsync(replica, replica.GetStream(), far.GetStream());
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
}

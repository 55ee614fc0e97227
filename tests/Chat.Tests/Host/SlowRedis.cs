using System.Net;
using System.Net.Sockets;

namespace OneVOne.Chat.Tests.Host;

/// <summary>
/// Stands between replicas and Redis; each of its answers comes late, as on a machine that has no time for it, until it is
/// told to be quick.
/// </summary>
public sealed class SlowRedis : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource quick = new();
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan late;
    private readonly IPEndPoint server;
    private readonly Task accepting;

    /// <param name="configuration">A StackExchange.Redis configuration string that begins with the address.</param>
    /// <param name="late">By how much an answer comes late.</param>
    public SlowRedis(string configuration, TimeSpan late)
    {
        var parts = configuration.Split(',', 2);
        server = IPEndPoint.Parse(parts[0]);
        this.late = late;
        listener.Start();
        Configuration = string.Join(',', [listener.LocalEndpoint.ToString(), .. parts[1..]]);
        accepting = AcceptAsync();
    }

    /// <summary>The way to the same Redis through here.</summary>
    public string Configuration { get; }

    public void BeQuick() => quick.Cancel();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
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
        using var redis = new TcpClient { NoDelay = true };
        replica.NoDelay = true;
        try
        {
            await redis.ConnectAsync(server, stop.Token);
            var (near, far) = (replica.GetStream(), redis.GetStream());
            await Task.WhenAny(near.CopyToAsync(far, stop.Token), AnswerAsync(far, near));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // One end is gone, and so is the other.
        }
        finally
        {
            replica.Dispose();
        }
    }

    private async Task AnswerAsync(NetworkStream redis, NetworkStream replica)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await redis.ReadAsync(buffer, stop.Token)) > 0)
        {
            await Task.Delay(late, quick.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await replica.WriteAsync(buffer.AsMemory(0, count), stop.Token);
        }
    }
}

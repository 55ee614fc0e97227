using System.Net;
using System.Net.Sockets;

namespace OneVOne.Chat.Tests.Host;

/// <summary>Each answer of Redis comes late, as on a machine that has no time for it, until it is told to be quick.</summary>
/// <param name="configuration">A StackExchange.Redis configuration string that begins with the address.</param>
/// <param name="late">By how much an answer comes late.</param>
public sealed class SlowRedis(string configuration, TimeSpan late) : Relay(IPEndPoint.Parse(configuration.Split(',', 2)[0]))
{
    private readonly CancellationTokenSource quick = new();

    /// <summary>The way to the same Redis through here.</summary>
    public string Configuration => string.Join(',', [Address.ToString(), .. configuration.Split(',', 2)[1..]]);

    public void BeQuick() => quick.Cancel();

    protected override Task PassAsync(TcpClient replica, NetworkStream near, NetworkStream far) => Task.WhenAny(
        CopyAsync(near, far, _ => new(true)),
        CopyAsync(far, near, async _ =>
        {
            await Task.Delay(late, quick.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        }));
}

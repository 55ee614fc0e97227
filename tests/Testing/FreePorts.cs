using System.Net;
using System.Net.Sockets;

namespace OneVOne.Testing;

/// <summary>Ports for servers of a test's own, below the range of outgoing connections, which could take one while it is down.</summary>
public static class FreePorts
{
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}

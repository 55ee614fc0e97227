using System.Net;
using System.Net.Sockets;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Ports;

/// <summary>
/// Hands out ports that are free and different. Below 32768, as the kernel takes the ports of outgoing connections from
/// there on; at random, so that two systems that start together rarely meet.
/// </summary>
internal sealed class PortPool
{
    private const int First = 10_000;
    private const int Last = 32_767;

    private readonly HashSet<int> _taken = [];

    public int Any()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (!_taken.Contains(port) && IsFree(port))
            {
                _taken.Add(port);
                return port;
            }
        }

        throw new StartException($"No free port was found between {First} and {Last}.");
    }

    public int Fixed(int port, string what, string variable)
    {
        if (!IsFree(port) || !_taken.Add(port))
        {
            throw new StartException(
                $"Port {port}, which {what} needs, is taken by another program. " +
                $"Stop that program, or choose another port: {variable}={port + 1000} ./onevone up");
        }

        return port;
    }

    // Both families: the gateway listens on "localhost", which is two addresses.
    private static bool IsFree(int port) =>
        CanBind(new IPEndPoint(IPAddress.Any, port))
        && (!Socket.OSSupportsIPv6 || CanBind(new IPEndPoint(IPAddress.IPv6Any, port)));

    private static bool CanBind(IPEndPoint address)
    {
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                probe.DualMode = false;
            }

            probe.Bind(address);
            return true;
        }
        catch (SocketException failure)
        {
            // A kernel without IPv6 addresses refuses the address, not the port.
            return failure.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OneVOne.Bench.Wire;

/// <summary>
/// A client's end of a WebSocket over a bare TCP connection. .NET's own does more than a load generator needs: with this one
/// a message costs one read of the socket for many, no allocation and no task, so that the processors are left to what is measured.
/// </summary>
/// <remarks>
/// Messages are told one at a time, on whatever thread the bytes came; a text that came in pieces is put together first.
/// The mask of what is sent is zero, which is one of the masks that the protocol allows.
/// </remarks>
internal sealed class LeanSocket : IAsyncDisposable
{
    private const int HeaderBytes = 14;
    private const int LargestHead = 16 * 1024;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const byte Continuation = 0;
    private const byte Text = 1;
    private const byte Close = 8;
    private const byte Ping = 9;
    private const byte Pong = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [ThreadStatic]
    private static byte[]? scratch;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource<int> upgraded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock sending = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TakeMessage take;
    private int descriptor = -1;
    private bool isUpgraded;
    private byte[] buffer = new byte[4096];
    private int kept;
    private byte[] pieces = [];
    private int pieced;
    private bool closing;

    public LeanSocket(TakeMessage take) => this.take = take;

    /// <summary>A text message; valid during the call.</summary>
    public delegate void TakeMessage(ReadOnlySpan<byte> message);

    /// <summary>Ends when the connection has, whoever ended it.</summary>
    public Task Ended => ended.Task;

    /// <summary>Whether this side went first.</summary>
    public bool Closing => Volatile.Read(ref closing);

    /// <summary>Messages may come before this returns.</summary>
    /// <exception cref="UpgradeRefusedException">The server answered with another status than 101.</exception>
    public async Task ConnectAsync(Uri uri)
    {
        try
        {
            // Not the asynchronous way: .NET would watch the socket, too. On one machine nobody waits for a connection.
            await Task.Run(() => Open(uri));
            var status = await upgraded.Task.WaitAsync(Patience);
            if (status != 101)
            {
                throw new UpgradeRefusedException(status);
            }
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Sends a text message. False when the connection is gone.</summary>
    public bool Send(ReadOnlySpan<byte> message) => Send(Text, message);

    /// <summary>Goes as a tab that is closed does, and waits until the other side says so too.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref closing, true);
        if (Send(Close, [0x03, 0xE8]))
        {
            await Task.WhenAny(ended.Task, Task.Delay(Patience));
        }

        End();
    }

    /// <summary>Is gone at once, as when the power fails: without a word.</summary>
    public void Drop()
    {
        Volatile.Write(ref closing, true);
        End();
    }

    private void Open(Uri uri)
    {
        var address = IPAddress.TryParse(uri.Host, out var ip) ? ip : IPAddress.Loopback;
        socket.Connect(new IPEndPoint(address, uri.Port));
        socket.Send(Encoding.ASCII.GetBytes(
            $"GET {uri.PathAndQuery} HTTP/1.1\r\nHost: {uri.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        Poller.Watch(descriptor, this);
    }

    /// <summary>There is something to read. One thread calls.</summary>
    public void Receive()
    {
        try
        {
            if (Poller.Read(socket.SafeHandle, buffer.AsSpan(kept)) is not { } received)
            {
                return;
            }

            kept += received;
            if (received == 0 || (!isUpgraded && !TakeHead()))
            {
                End();
                return;
            }

            if (isUpgraded)
            {
                TakeFrames();
            }

            MakeRoom();
        }
        catch (ObjectDisposedException)
        {
            End();
        }
    }

    /// <returns>Whether to read on.</returns>
    private bool TakeHead()
    {
        var end = buffer.AsSpan(0, kept).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return kept <= LargestHead;
        }

        // "HTTP/1.1 101 …"
        var status = int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
        kept -= end + 4;
        buffer.AsSpan(end + 4, kept).CopyTo(buffer);
        isUpgraded = status == 101;
        upgraded.TrySetResult(status);
        return isUpgraded;
    }

    private void MakeRoom()
    {
        if (kept == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    private void TakeFrames()
    {
        var rest = buffer.AsSpan(0, kept);
        while (rest.Length >= 2)
        {
            var (header, length) = rest[1] switch
            {
                126 => (4, rest.Length < 4 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(rest[2..])),
                127 => (10, rest.Length < 10 ? int.MaxValue : checked((int)BinaryPrimitives.ReadUInt64BigEndian(rest[2..]))),
                var small => (2, (int)small),
            };
            if (rest.Length - header < length)
            {
                break;
            }

            TakeFrame(rest[0], rest.Slice(header, length));
            rest = rest[(header + length)..];
        }

        // Only a part of a frame is moved, and mostly there is none.
        kept = rest.Length;
        rest.CopyTo(buffer);
    }

    private void TakeFrame(byte first, ReadOnlySpan<byte> payload)
    {
        switch (first & 0x0F)
        {
            case Text or Continuation when (first & Final) != 0 && pieced == 0:
                take(payload);
                break;
            case Text or Continuation:
                if (pieces.Length < pieced + payload.Length)
                {
                    Array.Resize(ref pieces, Math.Max(pieces.Length * 2, pieced + payload.Length));
                }

                payload.CopyTo(pieces.AsSpan(pieced));
                pieced += payload.Length;
                if ((first & Final) != 0)
                {
                    var length = pieced;
                    pieced = 0;
                    take(pieces.AsSpan(0, length));
                }

                break;
            case Ping:
                Send(Pong, payload);
                break;
            case Close:
                Send(Close, payload);
                End();
                break;
        }
    }

    private bool Send(byte kind, ReadOnlySpan<byte> payload)
    {
        var frame = scratch ??= new byte[64 * 1024];
        if (frame.Length < payload.Length + HeaderBytes)
        {
            frame = scratch = new byte[payload.Length + HeaderBytes];
        }

        frame[0] = (byte)(Final | kind);
        var header = 2;
        switch (payload.Length)
        {
            case < 126:
                frame[1] = (byte)(Masked | payload.Length);
                break;
            case <= ushort.MaxValue:
                frame[1] = Masked | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                header = 4;
                break;
            default:
                frame[1] = Masked | 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                header = 10;
                break;
        }

        frame.AsSpan(header, 4).Clear();
        payload.CopyTo(frame.AsSpan(header + 4));
        try
        {
            lock (sending)
            {
                socket.Send(frame.AsSpan(0, header + 4 + payload.Length));
            }

            return true;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }

    private void End()
    {
        if (descriptor >= 0)
        {
            Poller.Forget(descriptor, this);
        }

        socket.Dispose();
        // Where nothing was answered.
        upgraded.TrySetResult(0);
        ended.TrySetResult();
    }
}

/// <param name="status">What was answered instead of 101; 0 when nothing was.</param>
internal sealed class UpgradeRefusedException(int status) : Exception($"The WebSocket was refused with {status}.")
{
    public int Status => status;
}

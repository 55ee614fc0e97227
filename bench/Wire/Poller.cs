using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Wire;

/// <summary>
/// Reads all sockets of the load generator on one thread: one call tells which have something, one more for each takes it. .NET's own asks each socket
/// once more whether there is nothing left, and keeps an operation for each.
/// </summary>
internal static unsafe partial class Poller
{
    private const int EventsAtOnce = 256;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int DoNotWait = 0x40;
    private const int Again = 11;
    private const int Interrupted = 4;

    // Where news follows news so closely, a room is being told of a message: to be woken for each member costs more than to read it, so more is let
    // come first. What is heard then is heard so much later.
    private static readonly TimeSpan Burst = TimeSpan.FromMicroseconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(100);

    // Linux packs the event on x64 alone: four bytes of flags, then eight that are ours.
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = EventBytes - 8;

    private static readonly int Polled = Create(0);
    private static readonly Lock Changing = new();

    // By descriptor. News of one that was closed and is another's by now finds nothing to read there, which does no harm.
    private static volatile LeanSocket?[] sockets = new LeanSocket?[1024];

    static Poller() => new Thread(Run) { IsBackground = true, Name = "poller" }.Start();

    /// <summary>From now on the socket is told when there is something to read.</summary>
    public static void Watch(int descriptor, LeanSocket socket)
    {
        lock (Changing)
        {
            if (descriptor >= sockets.Length)
            {
                var more = sockets;
                Array.Resize(ref more, Math.Max(descriptor + 1, more.Length * 2));
                sockets = more;
            }

            sockets[descriptor] = socket;
        }

        var change = stackalloc byte[EventBytes];
        *(uint*)change = Readable;
        *(long*)(change + DataAt) = descriptor;
        if (Control(Polled, Add, descriptor, change) != 0)
        {
            throw new SocketException(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Before the descriptor is closed, which ends the watching by itself.</summary>
    public static void Forget(int descriptor, LeanSocket socket)
    {
        lock (Changing)
        {
            if (sockets[descriptor] == socket)
            {
                sockets[descriptor] = null;
            }
        }
    }

    /// <returns>How many bytes; 0 at the end of the connection, also a broken one; null when there are none yet.</returns>
    public static int? Read(SafeSocketHandle socket, Span<byte> space)
    {
        fixed (byte* start = space)
        {
            var count = Receive(socket, start, space.Length, DoNotWait);
            return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() is Again or Interrupted ? null : 0;
        }
    }

    private static void Run()
    {
        var events = stackalloc byte[EventBytes * EventsAtOnce];
        long ended = 0;
        while (true)
        {
            var count = Wait(Polled, events, EventsAtOnce, -1);
            if (Stopwatch.GetElapsedTime(ended) < Burst)
            {
                Pacer.Sleep(Pause);
                count = Wait(Polled, events, EventsAtOnce, 0);
            }

            for (var i = 0; i < count; i++)
            {
                sockets[*(long*)(events + (i * EventBytes) + DataAt)]?.Receive();
            }

            ended = Stopwatch.GetTimestamp();
        }
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int polled, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int polled, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeSocketHandle socket, byte* space, nint length, int flags);
}

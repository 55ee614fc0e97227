using System.Collections.Concurrent;
using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Wire;

/// <summary>One person's connection to what is measured, in the target's own protocol.</summary>
internal abstract class Link : IAsyncDisposable
{
    // Of one author, in one step.
    private const int SendsOfStep = 1_000_000;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<Link, bool> Open = [];
    private static readonly Timer Pinging = new(_ => PingAll(), null, PingEvery, PingEvery);

    private LeanSocket? socket;
    private long heard;
    private Traffic? traffic;

    /// <summary>Which of the audience this is.</summary>
    public int Index { get; set; }

    /// <summary>What this connection writes into next; a conversation of the target's.</summary>
    public string Conversation { get; set; } = "";

    /// <summary>All that it writes into, in turn.</summary>
    public IReadOnlyList<string> Conversations { get; set; } = [""];

    /// <summary>Which of the audience's circles it is of, and its place there.</summary>
    public (int Circle, int Place) Seat { get; set; }

    /// <summary>Whether a send is answered when it is done.</summary>
    public virtual bool Answers => true;

    /// <summary>What came that was not an answer.</summary>
    public long Heard => Volatile.Read(ref heard);

    /// <summary>Whether the other side has cut the connection.</summary>
    public bool Cut => socket is { Ended.IsCompleted: true, Closing: false };

    protected LeanSocket Socket => socket ?? throw new InvalidOperationException("Not connected.");

    /// <summary>From now on what is heard and answered is noted there.</summary>
    public void ListenFor(Traffic? next) => Volatile.Write(ref traffic, next);

    /// <summary>Sends a message; its answer carries the number of the stamp.</summary>
    public abstract bool Send(Stamp stamp);

    /// <summary>Says that it is still there, where the protocol asks for it.</summary>
    public virtual void Ping()
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (socket is not null)
        {
            await socket.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public void Drop() => socket?.Drop();

    protected async Task OpenAsync(Uri uri)
    {
        GC.KeepAlive(Pinging);
        var opened = socket = new LeanSocket(Take);
        await opened.ConnectAsync(uri);
        Open[this] = true;
        _ = opened.Ended.ContinueWith(_ => Open.TryRemove(this, out var _), TaskScheduler.Default);
    }

    protected abstract void Take(ReadOnlySpan<byte> message);

    protected void Hear(ReadOnlySpan<byte> message)
    {
        Volatile.Write(ref heard, heard + 1);
        if (Volatile.Read(ref traffic) is { } now && Stamp.TryFind(message, out var stamp))
        {
            now.Hear(this, stamp);
        }
    }

    /// <summary>What a send is called until its answer comes.</summary>
    protected static int NameOf(Stamp stamp) => (stamp.Step * SendsOfStep) + stamp.Number;

    protected void Answer(int name, bool accepted, bool tooMuch = false) =>
        Volatile.Read(ref traffic)?.Answer(this, name / SendsOfStep, name % SendsOfStep, accepted, tooMuch);

    private static void PingAll()
    {
        foreach (var link in Open.Keys)
        {
            link.Ping();
        }
    }
}

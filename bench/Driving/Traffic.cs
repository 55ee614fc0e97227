using System.Diagnostics;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Driving;

/// <summary>
/// The messages of one step: who sent which, who was told of which, and how long it took from when they were due. Every member of a
/// conversation must be told of every message in it once, and of each author's in their order.
/// </summary>
internal sealed class Traffic(int step, Audience audience, TimeSpan warmUp)
{
    private readonly Authored[] authors = [.. audience.Links.Select(_ => new Authored())];

    // For each listener: the number of the last message that it was told of each member of its conversation.
    private readonly Listener[] listeners = [.. audience.Links.Select(_ => new Listener(audience.Shape.Members))];
    private readonly long countsFrom = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly bool answers = audience.Links[0].Answers;
    private long sent;
    private long accepted;
    private long refused;

    public Histogram Deliveries { get; } = new();

    public Histogram Answers { get; } = new();

    public long Sent => Volatile.Read(ref sent);

    /// <summary>Where nothing is answered, all that was sent is taken for accepted.</summary>
    public long Accepted => answers ? Interlocked.Read(ref accepted) : Sent;

    public long Refused => Interlocked.Read(ref refused);

    public long Heard => listeners.Sum(listener => listener.Heard);

    /// <summary>Sends that have no answer yet; without answers, deliveries that are outstanding, as sends.</summary>
    public long Waiting => answers ? Sent - Accepted - Refused : Sent - (Heard / audience.Shape.Members);

    /// <summary>Everything that was accepted has been heard, and everything sent answered.</summary>
    public bool IsComplete => Waiting <= 0 && Heard >= Expected;

    private long Expected => Accepted * audience.Shape.Members;

    /// <summary>One thread sends.</summary>
    public bool Send(Link link, long due)
    {
        var author = authors[link.Index];
        var number = author.Due.Count;
        lock (author)
        {
            author.Due.Add(due);
            author.Outcomes.Add(answers ? Outcome.Waiting : Outcome.Accepted);
        }

        sent++;
        return link.Send(new Stamp(step, link.Index, number, due));
    }

    public void Answer(Link link, int ofStep, int number, bool isAccepted)
    {
        if (ofStep != step)
        {
            return;
        }

        var author = authors[link.Index];
        long due;
        lock (author)
        {
            if (number < 0 || number >= author.Due.Count || author.Outcomes[number] != Outcome.Waiting)
            {
                return;
            }

            due = author.Due[number];
            author.Outcomes[number] = isAccepted ? Outcome.Accepted : Outcome.Refused;
        }

        if (isAccepted)
        {
            Interlocked.Increment(ref accepted);
            if (due >= countsFrom)
            {
                Answers.Record(Stopwatch.GetElapsedTime(due));
            }
        }
        else
        {
            Interlocked.Increment(ref refused);
        }
    }

    public void Hear(Link link, Stamp stamp)
    {
        if (stamp.Step != step)
        {
            return;
        }

        var author = audience.Links[stamp.Author];
        listeners[link.Index].Hear(author.Seat.Conversation == link.Seat.Conversation ? author.Seat.Place : -1, stamp.Number);
        if (stamp.Due >= countsFrom && !(audience.Shape.Direct && stamp.Author == link.Index))
        {
            Deliveries.Record(Stopwatch.GetElapsedTime(stamp.Due));
        }
    }

    /// <summary>Once nothing more is to come: what went wrong.</summary>
    public Faults Check()
    {
        var faults = new Faults(0, 0, 0, 0);
        for (var i = 0; i < listeners.Length; i++)
        {
            var first = audience.Links[i].Seat.Conversation * audience.Shape.Members;
            faults += listeners[i].Check(place => authors[first + place]);
        }

        return faults;
    }

    /// <summary>Seconds since the step began.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(began).TotalSeconds;

    internal enum Outcome : byte
    {
        Waiting,
        Accepted,
        Refused,
    }

    internal sealed class Authored
    {
        public List<long> Due { get; } = [];

        public List<Outcome> Outcomes { get; } = [];
    }
}

/// <param name="Lost">Accepted, and somebody did not hear it.</param>
/// <param name="Doubled">Heard twice by the same person.</param>
/// <param name="OutOfOrder">Heard after a later one of the same author.</param>
/// <param name="Misdelivered">Heard in a conversation that it was not written in.</param>
internal sealed record Faults(long Lost, long Doubled, long OutOfOrder, long Misdelivered)
{
    public bool Any => Lost + Doubled + OutOfOrder + Misdelivered > 0;

    public static Faults operator +(Faults one, Faults other) => new(
        one.Lost + other.Lost, one.Doubled + other.Doubled, one.OutOfOrder + other.OutOfOrder,
        one.Misdelivered + other.Misdelivered);

    public override string ToString() =>
        $"{Lost} lost, {Doubled} doubled, {OutOfOrder} out of order" + (Misdelivered > 0 ? $", {Misdelivered} misdelivered" : "");
}

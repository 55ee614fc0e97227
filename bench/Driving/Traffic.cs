using System.Diagnostics;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Driving;

/// <summary>
/// The messages of one step: who sent which, who was told of which, and how long it took from when they were due. Every member of a
/// conversation must be told of every message in it once, and of each author's in their order.
/// </summary>
internal sealed class Traffic(int step, Audience audience, TimeSpan warmUp, int most = Traffic.SendsOfTests)
{
    private const int SendsOfTests = 16;

    private readonly int rooms = audience.Shape.Rooms;
    private readonly int lookers = audience.Shape.Lookers;
    private readonly Authored[] authors = [.. audience.Links.Select(_ => new Authored(most))];

    private readonly Listener[] listeners = [.. audience.Links.Select(
        link => new Listener(audience.Shape.Members * audience.Shape.Rooms, link.Seat.Place < audience.Shape.Lookers))];

    private readonly long countsFrom = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly bool answers = audience.Links[0].Answers;
    private long sent;
    private long accepted;
    private long refused;
    private long limited;

    public Histogram Deliveries { get; } = new();

    /// <summary>Of rooms: until the last of those who look on has heard it.</summary>
    public Histogram Everyone { get; } = new();

    public Histogram Answers { get; } = new();

    /// <summary>From when a message was due until its author was told that it is too much.</summary>
    public Histogram Refusals { get; } = new();

    public long Sent => Volatile.Read(ref sent);

    /// <summary>Where nothing is answered, all that was sent is taken for accepted.</summary>
    public long Accepted => answers ? Interlocked.Read(ref accepted) : Sent;

    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Of those, the ones that were told to come later: too much at once.</summary>
    public long Limited => Interlocked.Read(ref limited);

    public long Heard => listeners.Sum(listener => listener.Heard);

    /// <summary>Sends that have no answer yet; without answers, deliveries that are outstanding, as sends.</summary>
    public long Waiting => answers ? Sent - Accepted - Refused : Sent - (HeardByLookers / lookers);

    /// <summary>Everything that was accepted has been heard, and everything sent answered.</summary>
    public bool IsComplete => Waiting <= 0 && HeardByLookers >= Accepted * lookers;

    private long HeardByLookers => listeners.Sum(listener => listener.HearsAll ? listener.Heard : 0);

    /// <summary>One thread sends. An author writes in their rooms in turn, so a number tells the room.</summary>
    public bool Send(Link link, long due)
    {
        var author = authors[link.Index];
        var number = author.Due.Count;
        lock (author)
        {
            author.Due.Add(due);
            author.Outcomes.Add(answers ? Outcome.Waiting : Outcome.Accepted);
        }

        link.Conversation = link.Conversations[number % rooms];
        sent++;
        return link.Send(new Stamp(step, link.Index, number, due));
    }

    /// <param name="isTooMuch">Of a refusal: whether the same may be sent again later.</param>
    public void Answer(Link link, int ofStep, int number, bool isAccepted, bool isTooMuch = false)
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
            if (isTooMuch)
            {
                Interlocked.Increment(ref limited);
                Refusals.Record(Stopwatch.GetElapsedTime(due));
            }
        }
    }

    public void Hear(Link link, Stamp stamp)
    {
        if (stamp.Step != step)
        {
            return;
        }

        var author = audience.Links[stamp.Author];
        var listener = listeners[link.Index];
        var place = author.Seat.Circle == link.Seat.Circle ? (author.Seat.Place * rooms) + (stamp.Number % rooms) : -1;
        var isNew = listener.Hear(place, stamp.Number / rooms);
        if (stamp.Due < countsFrom || (audience.Shape.Direct && stamp.Author == link.Index))
        {
            return;
        }

        var time = Stopwatch.GetElapsedTime(stamp.Due);
        Deliveries.Record(time);
        if (isNew && listener.HearsAll && !audience.Shape.Direct && authors[stamp.Author].HeardBy(stamp.Number) == lookers)
        {
            Everyone.Record(time);
        }
    }

    /// <summary>Once nothing more is to come: what went wrong.</summary>
    public Faults Check()
    {
        var faults = new Faults(0, 0, 0, 0);
        for (var i = 0; i < listeners.Length; i++)
        {
            var first = audience.Links[i].Seat.Circle * audience.Shape.Members;
            faults += listeners[i].Check(place => authors[first + (place / rooms)].OutcomesIn(place % rooms, rooms));
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

    /// <param name="most">Messages of one author.</param>
    internal sealed class Authored(int most)
    {
        private readonly int[] listeners = new int[most];

        public List<long> Due { get; } = [];

        public List<Outcome> Outcomes { get; } = [];

        /// <summary>One more has heard it.</summary>
        /// <returns>How many have.</returns>
        public int HeardBy(int number) => Interlocked.Increment(ref listeners[number]);

        public IReadOnlyList<Outcome> OutcomesIn(int room, int rooms) =>
            rooms == 1 ? Outcomes : [.. Outcomes.Where((_, number) => number % rooms == room)];
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

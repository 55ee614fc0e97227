using System.Diagnostics;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Tests;

public sealed class CheckingWhatWasHeard
{
    private const int Step = 7;

    [Fact]
    public void Everything_once_and_in_order_is_right()
    {
        var (traffic, people) = Conversation(3);
        SendAndAnswer(traffic, people[0], 5);
        HearAll(traffic, people, people[0], [0, 1, 2, 3, 4]);

        Assert.Equal(new Faults(0, 0, 0, 0), traffic.Check());
        Assert.True(traffic.IsComplete);
    }

    [Fact]
    public void What_was_accepted_and_one_did_not_hear_is_lost()
    {
        var (traffic, people) = Conversation(2);
        SendAndAnswer(traffic, people[0], 4);
        Hear(traffic, people[0], people[0], [0, 1, 2, 3]);
        Hear(traffic, people[1], people[0], [0, 2]);

        Assert.Equal(new Faults(Lost: 2, 0, 0, 0), traffic.Check());
        Assert.False(traffic.IsComplete);
    }

    [Fact]
    public void What_was_refused_is_not_lost()
    {
        var (traffic, people) = Conversation(2);
        traffic.Send(people[0], 0);
        traffic.Answer(people[0], Step, 0, isAccepted: false);

        Assert.Equal(new Faults(0, 0, 0, 0), traffic.Check());
        Assert.Equal(1, traffic.Refused);
    }

    [Fact]
    public void What_comes_twice_is_doubled()
    {
        var (traffic, people) = Conversation(1);
        SendAndAnswer(traffic, people[0], 2);
        Hear(traffic, people[0], people[0], [0, 1, 1, 0]);

        Assert.Equal(new Faults(0, Doubled: 2, 0, 0), traffic.Check());
    }

    [Fact]
    public void What_comes_after_a_later_one_is_out_of_order_and_not_lost()
    {
        var (traffic, people) = Conversation(1);
        SendAndAnswer(traffic, people[0], 3);
        Hear(traffic, people[0], people[0], [0, 2, 1]);

        Assert.Equal(new Faults(0, 0, OutOfOrder: 1, 0), traffic.Check());
    }

    [Fact]
    public void What_comes_in_another_conversation_is_misdelivered()
    {
        var shape = Shape.Pairs(2);
        var people = People(4);
        var traffic = new Traffic(Step, Audience.Seat(shape, people, i => $"{i}"), TimeSpan.Zero);
        SendAndAnswer(traffic, people[0], 1);
        Hear(traffic, people[0], people[0], [0]);
        Hear(traffic, people[1], people[0], [0]);
        Hear(traffic, people[3], people[0], [0]);

        Assert.Equal(new Faults(0, 0, 0, Misdelivered: 1), traffic.Check());
    }

    [Fact]
    public void Each_room_of_a_circle_has_an_order_of_its_own()
    {
        var (traffic, people) = Conversation(new Shape(1, 2, Rooms: 2));
        // 0 and 2 go to the first room, 1 and 3 to the second.
        SendAndAnswer(traffic, people[0], 4);
        Hear(traffic, people[0], people[0], [1, 3, 0, 2]);
        Hear(traffic, people[1], people[0], [2, 0, 1]);

        Assert.Equal(new Faults(Lost: 1, 0, OutOfOrder: 1, 0), traffic.Check());
        Assert.Equal("1", people[0].Conversation);
    }

    [Fact]
    public void Who_does_not_look_on_may_be_told_less_but_nothing_twice()
    {
        var (traffic, people) = Conversation(Shape.Room(2) with { Looking = 1 });
        SendAndAnswer(traffic, people[0], 3);
        Hear(traffic, people[0], people[0], [0, 1, 2]);
        Hear(traffic, people[1], people[0], [1, 1]);

        Assert.Equal(new Faults(0, Doubled: 1, 0, 0), traffic.Check());
        Assert.True(traffic.IsComplete);
    }

    [Fact]
    public void Everyone_has_heard_a_message_when_the_last_who_looks_on_has()
    {
        var (traffic, people) = Conversation(3);
        var due = Stopwatch.GetTimestamp();
        traffic.Send(people[0], due);
        traffic.Hear(people[0], new Stamp(Step, 0, 0, due));
        traffic.Hear(people[1], new Stamp(Step, 0, 0, due));
        traffic.Hear(people[1], new Stamp(Step, 0, 0, due));
        Assert.Equal(0, traffic.Everyone.Count);

        traffic.Hear(people[2], new Stamp(Step, 0, 0, due));

        Assert.Equal(1, traffic.Everyone.Count);
    }

    [Fact]
    public void What_is_refused_as_too_much_is_told_apart()
    {
        var (traffic, people) = Conversation(1);
        traffic.Send(people[0], 0);
        traffic.Send(people[0], 0);
        traffic.Answer(people[0], Step, 0, isAccepted: false, isTooMuch: true);
        traffic.Answer(people[0], Step, 1, isAccepted: false);

        Assert.Equal((2, 1), (traffic.Refused, traffic.Limited));
        Assert.Equal(1, traffic.Refusals.Count);
    }

    [Fact]
    public void Answers_and_messages_of_an_earlier_step_do_not_count()
    {
        var (traffic, people) = Conversation(1);
        traffic.Send(people[0], 0);
        traffic.Answer(people[0], Step - 1, 0, isAccepted: true);
        traffic.Hear(people[0], new Stamp(Step - 1, 0, 0, 0));

        Assert.Equal(0, traffic.Accepted);
        Assert.Equal(0, traffic.Heard);
    }

    private static (Traffic Traffic, Link[] People) Conversation(int members) => Conversation(Shape.Room(members));

    private static (Traffic Traffic, Link[] People) Conversation(Shape shape)
    {
        var people = People(shape.People);
        return (new Traffic(Step, Audience.Seat(shape, people, room => $"{room}"), TimeSpan.Zero), people);
    }

    private static Link[] People(int count) => [.. Enumerable.Range(0, count).Select(_ => new Silent())];

    private static void SendAndAnswer(Traffic traffic, Link author, int count)
    {
        for (var i = 0; i < count; i++)
        {
            traffic.Send(author, 0);
            traffic.Answer(author, Step, i, isAccepted: true);
        }
    }

    private static void HearAll(Traffic traffic, Link[] listeners, Link author, int[] numbers)
    {
        foreach (var listener in listeners)
        {
            Hear(traffic, listener, author, numbers);
        }
    }

    private static void Hear(Traffic traffic, Link listener, Link author, int[] numbers)
    {
        foreach (var number in numbers)
        {
            traffic.Hear(listener, new Stamp(Step, author.Index, number, 0));
        }
    }

    // A connection that takes everything and says nothing.
    private sealed class Silent : Link
    {
        public override bool Send(Stamp stamp) => true;

        protected override void Take(ReadOnlySpan<byte> message)
        {
        }
    }
}

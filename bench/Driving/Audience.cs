using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Driving;

/// <summary>Who is connected for a step, and who of them sits in which conversation.</summary>
/// <param name="Circles">Of people who write to each other.</param>
/// <param name="Members">Of each circle.</param>
/// <param name="Direct">Whether a conversation is of two people alone, so that the time that counts is the other's.</param>
/// <param name="Rooms">How many conversations the people of a circle have with each other; they write in one after the other.</param>
/// <param name="Looking">How many of each circle look at what is written and so must hear all of it; without it everyone.</param>
/// <param name="Writing">How many people write, the first; without it everyone.</param>
internal sealed record Shape(
    int Circles, int Members, bool Direct = false, int Rooms = 1, int? Looking = null, int? Writing = null)
{
    public int People => Circles * Members;

    public int Conversations => Circles * Rooms;

    public int Lookers => Looking ?? Members;

    public int Writers => Writing ?? People;

    public static Shape Room(int members) => new(1, members);

    public static Shape Pairs(int count) => new(count, 2, Direct: true);
}

internal sealed class Audience(Shape shape, IReadOnlyList<Link> links) : IAsyncDisposable
{
    public Shape Shape => shape;

    public IReadOnlyList<Link> Links => links;

    /// <summary>Gives everyone a seat: the members of a circle follow each other.</summary>
    /// <param name="conversationOf">The target's own name of a conversation; those of a circle follow each other.</param>
    public static Audience Seat(Shape shape, IReadOnlyList<Link> links, Func<int, string> conversationOf)
    {
        for (var i = 0; i < links.Count; i++)
        {
            var circle = i / shape.Members;
            links[i].Index = i;
            links[i].Seat = (circle, i % shape.Members);
            links[i].Conversations = [.. Enumerable.Range(circle * shape.Rooms, shape.Rooms).Select(conversationOf)];
            links[i].Conversation = links[i].Conversations[0];
        }

        return new Audience(shape, links);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(links.Select(link => link.DisposeAsync().AsTask()));
}

using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Driving;

/// <summary>Who is connected for a step, and who of them sits in which conversation.</summary>
/// <param name="Conversations">How many.</param>
/// <param name="Members">Of each.</param>
/// <param name="Direct">Whether a conversation is of two people alone, so that the time that counts is the other's.</param>
internal sealed record Shape(int Conversations, int Members, bool Direct = false)
{
    public int People => Conversations * Members;

    public static Shape Room(int members) => new(1, members);

    public static Shape Pairs(int count) => new(count, 2, Direct: true);
}

internal sealed class Audience(Shape shape, IReadOnlyList<Link> links) : IAsyncDisposable
{
    public Shape Shape => shape;

    public IReadOnlyList<Link> Links => links;

    /// <summary>Gives everyone a seat: the members of a conversation follow each other.</summary>
    /// <param name="conversationOf">The target's own name of a conversation.</param>
    public static Audience Seat(Shape shape, IReadOnlyList<Link> links, Func<int, string> conversationOf)
    {
        for (var i = 0; i < links.Count; i++)
        {
            links[i].Index = i;
            links[i].Seat = (i / shape.Members, i % shape.Members);
            links[i].Conversation = conversationOf(i / shape.Members);
        }

        return new Audience(shape, links);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(links.Select(link => link.DisposeAsync().AsTask()));
}

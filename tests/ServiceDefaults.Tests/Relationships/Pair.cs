using OneVOne.Contracts.Friends;

namespace OneVOne.ServiceDefaults.Tests.Relationships;

/// <summary>Two people and what Friends may tell of them.</summary>
internal sealed record Pair(Guid Low, Guid High)
{
    public static Pair New() => Of(Guid.NewGuid(), Guid.NewGuid());

    public static Pair Of(Guid one, Guid other) => one.CompareTo(other) < 0 ? new(one, other) : new(other, one);

    public RelationshipChanged Friends(long version, bool areFriends = true) => Tell(areFriends, false, false, version);

    public RelationshipChanged LowBlocks(long version) => Tell(false, true, false, version);

    public RelationshipChanged HighBlocks(long version) => Tell(false, false, true, version);

    public RelationshipChanged Both(long version) => Tell(false, true, true, version);

    private RelationshipChanged Tell(bool areFriends, bool lowBlocksHigh, bool highBlocksLow, long version) =>
        new(Low, High, areFriends, lowBlocksHigh, highBlocksLow, DateTimeOffset.UtcNow, version);
}

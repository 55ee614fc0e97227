using System.Text.Json;
using OneVOne.Contracts.Friends;

namespace OneVOne.Friends.Tests.Pairs;

/// <summary>What holds between any two people whatever they did, asked after it is quiet.</summary>
internal static class Truth
{
    /// <summary>
    /// Invariant I9: the friendship is symmetric, there is one at most, and a block wins. The versions rise one by one, each
    /// event tells a state that may be, and the last one tells what both see.
    /// </summary>
    public static async Task<IReadOnlyList<object>> HoldsBetweenAsync(FriendsApp app, Member one, Member other)
    {
        var events = app.Events.Between(one, other);
        var changes = events.OfType<RelationshipChanged>().ToList();
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(version => (long)version), changes.Select(c => c.Version));
        Assert.All(changes, change =>
        {
            Assert.True(change.LowUserId < change.HighUserId);
            Assert.False(change.AreFriends && (change.LowBlocksHigh || change.HighBlocksLow), "A block stands beside a friendship.");
        });

        var (low, high) = one.Id < other.Id ? (one, other) : (other, one);
        var last = changes.LastOrDefault()
            ?? new(low.Id, high.Id, false, false, false, default, 0);
        var (seenByLow, seenByHigh) = (await low.SeeAsync(high), await high.SeeAsync(low));
        foreach (var (seen, blocks) in new[] { (seenByLow, last.LowBlocksHigh), (seenByHigh, last.HighBlocksLow) })
        {
            Assert.Equal(last.AreFriends, seen.GetProperty("areFriends").GetBoolean());
            Assert.Equal(blocks, seen.GetProperty("blockedByMe").GetBoolean());
            Assert.Equal(last.AreFriends ? last.Version : 0, seen.GetProperty("version").GetInt64());
        }

        var waits = Waiting(seenByLow);
        Assert.Equal(waits.Select(w => w.Id), Waiting(seenByHigh).Select(w => w.Id));
        Assert.Distinct(waits.Concat(Waiting(seenByHigh)).Select(w => w.Direction));
        Assert.InRange(waits.Length, 0, last.AreFriends || last.LowBlocksHigh || last.HighBlocksLow ? 0 : 1);
        Assert.Equal(last.AreFriends ? 1 : 0, (await low.FriendsAsync()).Count(id => id == high.Id));
        Assert.Equal(last.AreFriends ? 1 : 0, (await high.FriendsAsync()).Count(id => id == low.Id));

        // Every request has one end at most, and has none while it waits.
        var sent = events.OfType<FriendRequestSent>().Select(e => e.RequestId).ToList();
        var ends = events.OfType<FriendRequestAccepted>().Select(e => e.RequestId)
            .Concat(events.OfType<FriendRequestClosed>().Select(e => e.RequestId)).ToList();
        Assert.Distinct(sent);
        Assert.Distinct(ends);
        Assert.Equal(waits.Select(w => w.Id), sent.Except(ends));
        return events;
    }

    private static (Guid Id, string? Direction)[] Waiting(JsonElement relation) =>
        relation.GetProperty("request") is { ValueKind: JsonValueKind.Object } request
            ? [(request.GetProperty("id").GetGuid(), request.GetProperty("direction").GetString())]
            : [];
}

using System.Data.Common;
using OneVOne.Friends.Friendships;
using OneVOne.Friends.People;
using OneVOne.Friends.Requests;

namespace OneVOne.Friends.Pairs;

/// <summary>Two people and the last request between them, as read from the database.</summary>
internal sealed record Pair(
    PairState State, Guid RequestId, Person From, Person To, DateTimeOffset RequestedAt, DateTimeOffset? FriendsSince)
{
    /// <summary>Both people are known whenever a pair is: who makes one has looked up the other and told of themself.</summary>
    public const string Select =
        """
        SELECT
            pair.state, pair.request_id, pair.requested_at, pair.friends_since,
            sender.user_id, sender.username, sender.display_name,
            receiver.user_id, receiver.username, receiver.display_name
        FROM pairs AS pair
        JOIN people AS sender ON sender.user_id = pair.requester_id
        JOIN people AS receiver ON receiver.user_id = pair.receiver_id

        """;

    public static Pair Read(DbDataReader reader) => new(
        Enum.Parse<PairState>(reader.GetString(0), ignoreCase: true),
        reader.GetGuid(1),
        new Person(reader.GetGuid(4), reader.GetString(5), reader.GetString(6)),
        new Person(reader.GetGuid(7), reader.GetString(8), reader.GetString(9)),
        reader.GetFieldValue<DateTimeOffset>(2),
        reader.GetFieldValue<DateTimeOffset?>(3));

    public FriendRequest ToRequest() => new(
        RequestId,
        From,
        To,
        RequestedAt,
        State == PairState.Friends ? FriendRequestStatus.Accepted : FriendRequestStatus.Pending);

    /// <summary>The sender of the request as the receiver's friend; only of friends.</summary>
    public Friend ToFriend() => new(From, FriendsSince!.Value);
}

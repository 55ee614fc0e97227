using System.Data.Common;
using OneVOne.Friends.Friendships;
using OneVOne.Friends.Requests;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Pairs;

/// <summary>Two people and the last request between them, as read from the database.</summary>
internal sealed record Pair(
    PairState State,
    Guid RequestId,
    Person From,
    Person To,
    DateTimeOffset RequestedAt,
    DateTimeOffset? FriendsSince,
    string? Note)
{
    /// <summary>
    /// Only pairs with a request. Both people are known whenever a pair is: who makes one has looked up the other and told
    /// of themself.
    /// </summary>
    public static readonly string Select =
        $"""
        SELECT
            pair.state, pair.request_id, pair.requested_at, pair.friends_since, pair.note,
            {PersonRow.Columns("sender")},
            {PersonRow.Columns("receiver")}
        FROM pairs AS pair
        JOIN people AS sender ON sender.user_id = pair.requester_id
        JOIN people AS receiver ON receiver.user_id = pair.receiver_id

        """;

    public static Pair Read(DbDataReader reader) => new(
        Enum.Parse<PairState>(reader.GetString(0), ignoreCase: true),
        reader.GetGuid(1),
        PersonRow.Read(reader, 5),
        PersonRow.Read(reader, 5 + PersonRow.Width),
        reader.GetFieldValue<DateTimeOffset>(2),
        reader.GetFieldValue<DateTimeOffset?>(3),
        reader.IsDBNull(4) ? null : reader.GetString(4));

    public FriendRequest ToRequest() => new(
        RequestId,
        From,
        To,
        RequestedAt,
        State == PairState.Friends ? FriendRequestStatus.Accepted : FriendRequestStatus.Pending,
        Note);

    /// <summary>The sender of the request as the receiver's friend; only of friends.</summary>
    public Friend ToFriend() => new(From, FriendsSince!.Value);
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Presence.Data;

namespace OneVOne.Presence.Friendships;

internal static class FriendshipTable
{
    /// <summary>Takes what Friends says of a pair; false when something newer, or this, is known already.</summary>
    public static async Task<bool> WriteAsync(
        PresenceDbContext database, Guid one, Guid other, bool areFriends, long version, CancellationToken cancellationToken)
    {
        // The pair's rows always in the same order: two events of one pair, each named from its side, would deadlock.
        var (first, second) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
        return await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO friendships (user_id, friend_id, are_friends, version)
            VALUES ({first}, {second}, {areFriends}, {version}), ({second}, {first}, {areFriends}, {version})
            ON CONFLICT (user_id, friend_id) DO UPDATE
            SET are_friends = excluded.are_friends, version = excluded.version
            WHERE friendships.version < excluded.version
            """,
            cancellationToken) > 0;
    }

    public static async Task<Dictionary<Guid, List<Guid>>> ReadFriendsAsync(
        NpgsqlDataSource dataSource, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var select = dataSource.CreateCommand(
            "SELECT user_id, friend_id FROM friendships WHERE user_id = ANY($1) AND are_friends");
        select.Parameters.Add(new() { Value = userIds.ToArray() });
        var friends = new Dictionary<Guid, List<Guid>>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var userId = reader.GetGuid(0);
            if (!friends.TryGetValue(userId, out var list))
            {
                friends[userId] = list = [];
            }

            list.Add(reader.GetGuid(1));
        }

        return friends;
    }
}

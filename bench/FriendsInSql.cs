using Npgsql;

namespace OneVOne.Bench;

/// <summary>The two questions behind a list of friends with their presence, asked of PostgreSQL without the services.</summary>
internal static class FriendsInSql
{
    public static async Task<Guid[]> ReadFriendsAsync(NpgsqlDataSource friends, Guid me)
    {
        await using var select = friends.CreateCommand(
            """
            SELECT person.user_id, person.username, person.display_name, friend.since
            FROM (
                (SELECT high_user_id AS user_id, friends_since AS since FROM pairs
                    WHERE low_user_id = $1 AND state = 'friends' ORDER BY friends_since DESC, high_user_id DESC LIMIT $2)
                UNION ALL
                (SELECT low_user_id, friends_since FROM pairs
                    WHERE high_user_id = $1 AND state = 'friends' ORDER BY friends_since DESC, low_user_id DESC LIMIT $2)
            ) AS friend
            JOIN people AS person USING (user_id)
            ORDER BY friend.since DESC, friend.user_id DESC LIMIT $2
            """);
        select.Parameters.Add(new() { Value = me });
        select.Parameters.Add(new() { Value = FriendGraph.FriendsOfEach });
        await using var reader = await select.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return [.. ids];
    }

    public static async Task ReadPresenceAsync(NpgsqlDataSource presence, Guid me, Guid[] ids)
    {
        await using var select = presence.CreateCommand(
            """
            SELECT asked.id, r.are_friends, p.presence, s.seen_at, c.status
            FROM unnest($2) AS asked (id)
            JOIN relationships r ON r.low_user_id = LEAST($1, asked.id) AND r.high_user_id = GREATEST($1, asked.id)
            LEFT JOIN privacy_settings p ON p.user_id = asked.id
            LEFT JOIN last_seen s ON s.user_id = asked.id
            LEFT JOIN current_statuses c ON c.user_id = asked.id
            """);
        select.Parameters.Add(new() { Value = me });
        select.Parameters.Add(new() { Value = ids });
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }
}

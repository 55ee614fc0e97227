using Npgsql;
using OneVOne.Presence.Choosing;

namespace OneVOne.Presence.Status;

/// <summary>What PostgreSQL knows of people and of whom to tell of them, for many people at once.</summary>
internal static class PersonFactsTable
{
    /// <summary>The facts of these people; all of them are in the answer.</summary>
    public static async Task<Dictionary<Guid, PersonFacts>> ReadAsync(
        NpgsqlDataSource database, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            """
            SELECT asked.id, s.seen_at, c.status, c.text, c.emoji
            FROM unnest($1) AS asked (id)
            LEFT JOIN last_seen s ON s.user_id = asked.id
            LEFT JOIN current_statuses c ON c.user_id = asked.id
            """);
        select.Parameters.Add(new() { Value = userIds.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var facts = new Dictionary<Guid, PersonFacts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            facts[reader.GetGuid(0)] = Read(reader, firstColumn: 1);
        }

        return facts;
    }

    /// <summary>Reads <c>seen_at, status, text, emoji</c> of a row.</summary>
    public static PersonFacts Read(NpgsqlDataReader reader, int firstColumn) => new(
        reader.IsDBNull(firstColumn) ? null : reader.GetFieldValue<DateTimeOffset>(firstColumn),
        reader.IsDBNull(firstColumn + 1) ? ChosenStatus.Auto : ChosenStatusTable.Parse(reader.GetString(firstColumn + 1)),
        reader.IsDBNull(firstColumn + 2) ? null : reader.GetString(firstColumn + 2),
        reader.IsDBNull(firstColumn + 3) ? null : reader.GetString(firstColumn + 3));

    /// <summary>The friends of each, and only of those who let friends see whether they are here.</summary>
    public static Task<Dictionary<Guid, List<Guid>>> ReadListenersAsync(
        NpgsqlDataSource database, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        ReadFriendsAsync(
            database,
            """
            SELECT asked.id, f.user_id FROM unnest($1) AS asked (id)
            LEFT JOIN privacy_settings p ON p.user_id = asked.id
            CROSS JOIN LATERAL friends_of(asked.id) f
            WHERE coalesce(p.presence, 3) <= 3
            """,
            userIds,
            cancellationToken);

    /// <summary>The friends of each.</summary>
    public static Task<Dictionary<Guid, List<Guid>>> ReadFriendsAsync(
        NpgsqlDataSource database, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        ReadFriendsAsync(
            database,
            "SELECT asked.id, f.user_id FROM unnest($1) AS asked (id) CROSS JOIN LATERAL friends_of(asked.id) f",
            userIds,
            cancellationToken);

    private static async Task<Dictionary<Guid, List<Guid>>> ReadFriendsAsync(
        NpgsqlDataSource database, string sql, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(sql);
        select.Parameters.Add(new() { Value = userIds.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var friends = new Dictionary<Guid, List<Guid>>();
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

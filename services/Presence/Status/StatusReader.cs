using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.ServiceDefaults.Acquaintances;

namespace OneVOne.Presence.Status;

/// <summary>
/// What people may see of others, by the other's privacy and with no block between them; of everyone else nothing. One
/// statement and one round trip to Redis, however many people it is about; and a question to Chat where somebody lets friends
/// of friends see them, no friend is shared, and it was not answered within the last minute.
/// </summary>
internal sealed partial class StatusReader(
    NpgsqlDataSource database,
    PresenceRegister register,
    HeldPeople people,
    SharedConversations conversations,
    ILogger<StatusReader> logger)
{
    /// <summary>The statuses of those among the ids whom the viewer may see, in the order of the ids, each once.</summary>
    public async Task<IReadOnlyList<Sight>> ReadAsync(
        Guid viewerId, IEnumerable<Guid> userIds, CancellationToken cancellationToken) =>
        await ReadAsync([.. userIds.Distinct().Select(userId => (viewerId, userId))], cancellationToken);

    /// <summary>Those of the pairs in which the viewer may see the other.</summary>
    public async Task<IReadOnlyList<Sight>> ReadAsync(
        IReadOnlyCollection<(Guid ViewerId, Guid UserId)> pairs, CancellationToken cancellationToken)
    {
        var visible = await ReadVisibleAsync(pairs, cancellationToken);
        var connected = await ReadConnectedAsync([.. visible.Select(row => row.UserId).Distinct()]);
        return [.. visible.Select(row => new Sight(
            row.ViewerId,
            row.AreFriends,
            PersonStatus.Of(
                row.UserId,
                row.Facts,
                connected.TryGetValue(row.UserId, out var how) ? how : null,
                isSelf: row.ViewerId == row.UserId)))];
    }

    // Without Redis as this replica holds them: less than the truth, but an answer.
    private async Task<IReadOnlyDictionary<Guid, Connected>> ReadConnectedAsync(Guid[] userIds)
    {
        try
        {
            return await register.ReadAsync(userIds);
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            Log.WithoutRedis(logger, e.Message);
            return userIds.Select(id => (Id: id, How: people.Find(id))).Where(person => person.How is not null)
                .ToDictionary(person => person.Id, person => person.How!.Value);
        }
    }

    private async Task<List<VisibleRow>> ReadVisibleAsync(
        IReadOnlyCollection<(Guid ViewerId, Guid UserId)> pairs, CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
        {
            return [];
        }

        await using var select = database.CreateCommand(
            """
            SELECT asked.viewer_id, asked.id, coalesce(r.are_friends, false), may.see, s.seen_at, c.status, c.text, c.emoji
            FROM unnest($1, $2) WITH ORDINALITY AS asked (viewer_id, id, position)
            LEFT JOIN relationships r
                ON r.low_user_id = LEAST(asked.viewer_id, asked.id) AND r.high_user_id = GREATEST(asked.viewer_id, asked.id)
            LEFT JOIN privacy_settings p ON p.user_id = asked.id
            LEFT JOIN last_seen s ON s.user_id = asked.id
            LEFT JOIN current_statuses c ON c.user_id = asked.id
            -- NULL: if they share a conversation, which is not known here.
            CROSS JOIN LATERAL (SELECT CASE
                WHEN asked.viewer_id = asked.id THEN true
                WHEN r.low_blocks_high OR r.high_blocks_low THEN false
                WHEN r.are_friends THEN coalesce(p.presence, 3) <= 3
                WHEN p.presence = 2 THEN nullif(share_a_friend(asked.id, asked.viewer_id), false)
                ELSE coalesce(p.presence, 3) = 1
            END AS see OFFSET 0) may
            WHERE may.see IS NOT FALSE
            ORDER BY asked.position
            """);
        select.Parameters.Add(new() { Value = pairs.Select(pair => pair.ViewerId).ToArray() });
        select.Parameters.Add(new() { Value = pairs.Select(pair => pair.UserId).ToArray() });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var visible = new List<VisibleRow>();
        var strangers = new HashSet<TwoPeople>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new VisibleRow(
                reader.GetGuid(0), reader.GetGuid(1), reader.GetBoolean(2), PersonFactsTable.Read(reader, firstColumn: 4));
            visible.Add(row);
            if (reader.IsDBNull(3))
            {
                strangers.Add(row.Pair);
            }
        }

        // Chat may take its time: not while the connection to the database is held.
        await reader.CloseAsync();
        if (strangers.Count > 0)
        {
            var acquainted = await conversations.AmongAsync(strangers, cancellationToken);
            visible.RemoveAll(row => strangers.Contains(row.Pair) && !acquainted.Contains(row.Pair));
        }

        return visible;
    }

    private sealed record VisibleRow(Guid ViewerId, Guid UserId, bool AreFriends, PersonFacts Facts)
    {
        public TwoPeople Pair => new(ViewerId, UserId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Statuses are read without Redis: {Reason}")]
        public static partial void WithoutRedis(ILogger logger, string reason);
    }
}

/// <summary>What one person sees of another.</summary>
/// <param name="AreFriends">Friends are told of changes without asking.</param>
internal sealed record Sight(Guid ViewerId, bool AreFriends, PersonStatus Status);

using Npgsql;
using OneVOne.Presence.Connections;

namespace OneVOne.Presence.Status;

/// <summary>What a person may see of others: of friends and themselves the truth, of everyone else nothing.</summary>
internal sealed partial class StatusReader(
    NpgsqlDataSource dataSource, PresenceRegister register, HeldPeople people, ILogger<StatusReader> logger)
{
    /// <summary>The statuses of those among the ids whom the viewer may see, in the order of the ids, each once.</summary>
    public async Task<IReadOnlyList<PersonStatus>> ReadAsync(
        Guid viewerId, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. userIds.Distinct()];
        var visible = await ReadVisibleAsync(viewerId, ids, cancellationToken);
        var online = await OnlineAmongAsync(visible.Keys);
        return [.. ids.Where(visible.ContainsKey).Select(id => PersonStatus.Of(id, online.Contains(id), visible[id]))];
    }

    // Without Redis those whom this replica holds: less than the truth, but an answer.
    private async Task<IReadOnlySet<Guid>> OnlineAmongAsync(IReadOnlyCollection<Guid> userIds)
    {
        try
        {
            return await register.OnlineAmongAsync(userIds);
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            Log.WithoutRedis(logger, e.Message);
            return userIds.Where(people.Has).ToHashSet();
        }
    }

    private async Task<Dictionary<Guid, DateTimeOffset?>> ReadVisibleAsync(
        Guid viewerId, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var select = dataSource.CreateCommand(
            """
            SELECT asked.id, last_seen.seen_at
            FROM unnest($2::uuid[]) AS asked (id)
            LEFT JOIN last_seen ON last_seen.user_id = asked.id
            WHERE asked.id = $1
               OR EXISTS (SELECT 1 FROM friendships WHERE user_id = $1 AND friend_id = asked.id AND are_friends)
            """);
        select.Parameters.Add(new() { Value = viewerId });
        select.Parameters.Add(new() { Value = ids });
        var visible = new Dictionary<Guid, DateTimeOffset?>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            visible[reader.GetGuid(0)] = await reader.IsDBNullAsync(1, cancellationToken)
                ? null
                : await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken);
        }

        return visible;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Statuses are read without Redis: {Reason}")]
        public static partial void WithoutRedis(ILogger logger, string reason);
    }
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>Writes the table <c>relationships</c>, in the transaction that is open, and tells the followers.</summary>
internal sealed class RelationshipTable(ServiceDbContext database, IEnumerable<IRelationshipFollower> followers)
{
    // The first statement makes sure that there is a row to lock, so that of two first events for a pair the second
    // knows what the first one wrote. A row of version 0 never commits: the second statement raises it.
    private const string ClaimSql =
        """
        INSERT INTO relationships (low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version)
        VALUES ($1, $2, false, false, false, 0)
        ON CONFLICT DO NOTHING
        """;

    private const string WriteSql =
        """
        WITH known AS (
            SELECT * FROM relationships WHERE low_user_id = $1 AND high_user_id = $2 FOR UPDATE
        )
        UPDATE relationships r
        SET are_friends = $3, low_blocks_high = $4, high_blocks_low = $5, version = $6, changed_at = clock_timestamp()
        FROM known
        WHERE r.low_user_id = known.low_user_id AND r.high_user_id = known.high_user_id AND known.version < $6
        RETURNING known.are_friends, known.low_blocks_high, known.high_blocks_low, known.version
        """;

    /// <summary>The higher version stays.</summary>
    public async Task WriteAsync(Relationship after, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(after, cancellationToken) is { } before)
        {
            foreach (var follower in followers)
            {
                await follower.RelationshipChangedAsync(before, after, cancellationToken);
            }
        }
    }

    /// <summary>What it was; null when nothing was written.</summary>
    private async Task<Relationship?> ExecuteAsync(Relationship after, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection());
        batch.BatchCommands.Add(new(ClaimSql)
        {
            Parameters = { new() { Value = after.LowUserId }, new() { Value = after.HighUserId } },
        });
        batch.BatchCommands.Add(new(WriteSql)
        {
            Parameters =
            {
                new() { Value = after.LowUserId },
                new() { Value = after.HighUserId },
                new() { Value = after.AreFriends },
                new() { Value = after.LowBlocksHigh },
                new() { Value = after.HighBlocksLow },
                new() { Value = after.Version },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? after with
            {
                AreFriends = reader.GetBoolean(0),
                LowBlocksHigh = reader.GetBoolean(1),
                HighBlocksLow = reader.GetBoolean(2),
                Version = reader.GetInt64(3),
            }
            : null;
    }
}

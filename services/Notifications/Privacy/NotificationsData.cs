using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Notifications.Privacy;

/// <summary>What Notifications keeps of a person: their inbox, how far they have read, and what others were told of them.</summary>
internal sealed class NotificationsData(
    NotificationsDbContext db, NpgsqlDataSource database, AfterCommit afterCommit, InboxBroadcast broadcast) : IPersonalData
{
    // A preview is what somebody else wrote.
    public IEnumerable<PersonalDataFile> Files(Guid userId) =>
    [
        PersonalDataFile.Of("notifications.json", database,
            """
            SELECT id, kind, actor_id AS "actorId", request_id AS "requestId", conversation_id AS "conversationId", count,
                created_at AS "createdAt", read_at AS "readAt"
            FROM notifications WHERE user_id = $1 AND removed_at IS NULL ORDER BY created_at, id
            """,
            userId),
        PersonalDataFile.Of("read-conversations.json", database,
            """
            SELECT conversation_id AS "conversationId", seq FROM conversation_reads WHERE user_id = $1 ORDER BY conversation_id
            """,
            userId),
    ];

    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await CloseAsync(userId, deletedAt, cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM conversation_reads WHERE user_id = {userId}", cancellationToken);
        var gone = await db.Database.SqlQuery<Gone>(
            $"""
            DELETE FROM notifications WHERE user_id = {userId} OR actor_id = {userId} RETURNING id AS "Id", user_id AS "UserId"
            """).ToListAsync(cancellationToken);
        foreach (var inbox in gone.Where(notification => notification.UserId != userId).GroupBy(notification => notification.UserId))
        {
            var ids = inbox.Select(notification => notification.Id).ToList();
            afterCommit.Do(token => broadcast.ReadAsync(inbox.Key, ids, token));
        }
    }

    /// <summary>
    /// Commits first that the person is gone, and then waits for the writers that may not have seen it: what they wrote is
    /// there to be deleted, and whatever begins later is dropped at the door. The lock is held for no longer than that.
    /// </summary>
    private async Task CloseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await using (var remember = database.CreateCommand(
            "INSERT INTO erased_people (user_id, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING"))
        {
            remember.Parameters.Add(new() { Value = userId });
            remember.Parameters.Add(new() { Value = deletedAt });
            await remember.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand("LOCK TABLE notifications, conversation_reads IN SHARE MODE", connection, transaction);
        await wait.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private sealed record Gone(Guid Id, Guid UserId);
}

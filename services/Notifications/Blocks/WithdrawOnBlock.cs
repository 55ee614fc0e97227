using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Notifications.Blocks;

/// <summary>What a person has not read of somebody goes when they block them. It stays gone after the block.</summary>
internal sealed class WithdrawOnBlock(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast, TimeProvider time) : IRelationshipFollower
{
    public async Task RelationshipChangedAsync(
        Relationship before, Relationship after, CancellationToken cancellationToken)
    {
        if (!after.IsBlocked)
        {
            return;
        }

        await db.TakeBlockLockAsync(cancellationToken);
        foreach (var (blocker, blocked) in Blocks(after))
        {
            await WithdrawAsync(blocker, blocked, cancellationToken);
        }
    }

    private static IEnumerable<(Guid Blocker, Guid Blocked)> Blocks(Relationship relationship)
    {
        if (relationship.LowBlocksHigh)
        {
            yield return (relationship.LowUserId, relationship.HighUserId);
        }

        if (relationship.HighBlocksLow)
        {
            yield return (relationship.HighUserId, relationship.LowUserId);
        }
    }

    private async Task WithdrawAsync(Guid userId, Guid actorId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Locked in the order in which marking everything read takes them.
        var withdrawn = await db.Database.SqlQuery<Guid>($"""
            UPDATE notifications SET read_at = {now}, removed_at = {now}
            WHERE id IN (
                SELECT id FROM notifications
                WHERE user_id = {userId} AND actor_id = {actorId} AND read_at IS NULL
                ORDER BY conversation_id, id
                FOR UPDATE)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        if (withdrawn.Count > 0)
        {
            afterCommit.Do(token => broadcast.ReadAsync(userId, withdrawn, token));
        }
    }
}

using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Blocks;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.FriendRequests;

/// <summary>
/// Tells the sender that the request was accepted; to the receiver, who did so, the request counts as read.
/// </summary>
internal sealed class NotifyOfAcceptanceConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<FriendRequestAccepted>
{
    public async Task Consume(ConsumeContext<FriendRequestAccepted> context)
    {
        var request = context.Message;
        await db.ShareBlockLockAsync(context.CancellationToken);
        // Inserts when the request's own event has not come yet: both consumers then meet on the index, whichever is
        // first, even at the same moment. A look for the row before writing would miss that.
        var read = await db.Database.SqlQuery<Guid>($"""
            INSERT INTO notifications AS known (id, user_id, kind, actor_id, request_id, created_at, read_at)
            VALUES (
                {Guid.CreateVersion7()}, {request.ToUserId}, 'friend_request', {request.FromUserId},
                {request.RequestId}, {request.AcceptedAt}, {request.AcceptedAt})
            ON CONFLICT (request_id, kind) WHERE request_id IS NOT NULL DO UPDATE
            SET read_at = excluded.read_at
            WHERE known.read_at IS NULL
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        var accepted = await db.Database.SqlQuery<Guid>($"""
            INSERT INTO notifications (id, user_id, kind, actor_id, request_id, created_at)
            SELECT {Guid.CreateVersion7()}, {request.FromUserId}, 'friend_accepted', {request.ToUserId},
                {request.RequestId}, {request.AcceptedAt}
            WHERE NOT is_blocked({request.FromUserId}, {request.ToUserId})
            ON CONFLICT (request_id, kind) WHERE request_id IS NOT NULL DO NOTHING
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        if (read is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.ReadAsync(request.ToUserId, read, cancellationToken));
        }

        if (accepted is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.NotifiedAsync(accepted, cancellationToken));
        }
    }
}

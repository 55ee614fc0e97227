using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.FriendRequests;

/// <summary>
/// A declined request needs no more attention and a canceled one is nobody's business any more: both leave the inbox.
/// </summary>
internal sealed class WithdrawFriendRequestConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<FriendRequestClosed>
{
    public async Task Consume(ConsumeContext<FriendRequestClosed> context)
    {
        var request = context.Message;
        // Hidden, not deleted: the request's own event may still be on its way and must find that it is over.
        var withdrawn = await db.Database.SqlQuery<Guid>($"""
            INSERT INTO notifications AS known (id, user_id, kind, actor_id, request_id, created_at, read_at, removed_at)
            VALUES (
                {Guid.CreateVersion7()}, {request.ToUserId}, 'friend_request', {request.FromUserId},
                {request.RequestId}, {request.ClosedAt}, {request.ClosedAt}, {request.ClosedAt})
            ON CONFLICT (request_id, kind) WHERE request_id IS NOT NULL DO UPDATE
            SET read_at = coalesce(known.read_at, excluded.read_at), removed_at = excluded.removed_at
            WHERE known.removed_at IS NULL
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        if (withdrawn is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.ReadAsync(request.ToUserId, withdrawn, cancellationToken));
        }
    }
}

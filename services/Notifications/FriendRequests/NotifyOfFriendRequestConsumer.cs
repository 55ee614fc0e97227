using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Friends;
using OneVOne.Notifications.Blocks;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.FriendRequests;

/// <summary>Tells the receiver of a request, unless its end was heard of before its beginning, or there is a block.</summary>
internal sealed class NotifyOfFriendRequestConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<FriendRequestSent>
{
    public async Task Consume(ConsumeContext<FriendRequestSent> context)
    {
        var request = context.Message;
        await db.ShareBlockLockAsync(context.CancellationToken);
        // A row that is there already was left by the request's end: it stays read, or removed, and takes the true time.
        var unread = await db.Database.SqlQuery<Guid>($"""
            WITH kept AS (
                INSERT INTO notifications AS known
                    (id, user_id, kind, actor_id, request_id, created_at, read_at, removed_at)
                SELECT {Guid.CreateVersion7()}, {request.ToUserId}, 'friend_request', {request.FromUserId},
                    {request.RequestId}, {request.SentAt}, hidden.at, hidden.at
                FROM (SELECT CASE WHEN is_blocked({request.ToUserId}, {request.FromUserId})
                    THEN {request.SentAt}::timestamptz END AS at) hidden
                ON CONFLICT (request_id, kind) WHERE request_id IS NOT NULL DO UPDATE
                SET created_at = excluded.created_at
                WHERE known.read_at IS NOT NULL
                RETURNING id, read_at
            )
            SELECT id AS "Value" FROM kept WHERE read_at IS NULL
            """).ToListAsync(context.CancellationToken);
        if (unread is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.NotifiedAsync(unread, cancellationToken));
        }
    }
}

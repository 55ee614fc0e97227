using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Chat;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.DirectMessages;

/// <summary>Who read the conversation needs no notification of it, whether it is there already or comes later.</summary>
internal sealed class ReadDirectMessagesConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<ConversationRead>
{
    public async Task Consume(ConsumeContext<ConversationRead> context)
    {
        var (userId, conversationId, seq, readAt) = context.Message;
        // A statement of its own, and first: it waits for a batch of messages that is being written, and only a statement
        // that begins after the wait sees what that batch wrote.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO conversation_reads AS place (user_id, conversation_id, seq)
            VALUES ({userId}, {conversationId}, {seq})
            ON CONFLICT (user_id, conversation_id) DO UPDATE SET seq = greatest(place.seq, excluded.seq)
            """, context.CancellationToken);
        var read = await db.Database.SqlQuery<Guid>($"""
            UPDATE notifications SET read_at = {readAt}
            WHERE user_id = {userId} AND conversation_id = {conversationId} AND kind = 'direct_message'
                AND read_at IS NULL AND seq <= {seq}
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        if (read is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.ReadAsync(userId, read, cancellationToken));
            return;
        }

        // Read in part: what is left cannot be more than the numbers beyond.
        var fewer = await db.Database.SqlQuery<Guid>($"""
            UPDATE notifications SET count = seq - {seq}
            WHERE user_id = {userId} AND conversation_id = {conversationId} AND kind = 'direct_message'
                AND read_at IS NULL AND seq > {seq} AND count > seq - {seq}
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        if (fewer is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.NotifiedAsync(fewer, cancellationToken));
        }
    }
}

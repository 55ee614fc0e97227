using MassTransit;
using Npgsql;
using OneVOne.Contracts.Chat;
using OneVOne.Notifications.Blocks;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.DirectMessages;

/// <summary>
/// Makes, or adds to, the one open notification of each recipient and conversation: one statement for a whole batch.
/// </summary>
internal sealed class NotifyOfDirectMessagesConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<DirectMessagesSent>
{
    // read_up_to locks the places that this batch touches, also those that were never read, and reads them as they
    // are after the wait: a read at the same moment is either seen here or sees what is written here. Everything is
    // taken in one order, so that two batches cannot block each other.
    private const string Sql =
        """
        WITH arrived AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
                AS message (id, user_id, actor_id, conversation_id, message_id, seq, preview, created_at)
            WHERE NOT is_blocked(user_id, actor_id)
        ), read_up_to AS (
            INSERT INTO conversation_reads AS place (user_id, conversation_id, seq)
            SELECT DISTINCT user_id, conversation_id, 0 FROM arrived ORDER BY user_id, conversation_id
            ON CONFLICT (user_id, conversation_id) DO UPDATE SET seq = place.seq
            RETURNING user_id, conversation_id, seq
        ), unread AS (
            SELECT DISTINCT ON (user_id, conversation_id)
                arrived.*, count(*) OVER (PARTITION BY user_id, conversation_id) AS count
            FROM arrived JOIN read_up_to USING (user_id, conversation_id)
            WHERE arrived.seq > read_up_to.seq
            ORDER BY user_id, conversation_id, arrived.seq DESC
        )
        INSERT INTO notifications AS known
            (id, user_id, kind, actor_id, conversation_id, message_id, seq, count, preview, created_at)
        SELECT id, user_id, 'direct_message', actor_id, conversation_id, message_id, seq, count, preview, created_at
        FROM unread ORDER BY user_id, conversation_id
        ON CONFLICT (user_id, conversation_id) WHERE kind = 'direct_message' AND read_at IS NULL DO UPDATE
        SET count = known.count + excluded.count,
            (message_id, seq, preview, created_at) = (
                SELECT last.* FROM (VALUES
                    (known.message_id, known.seq, known.preview, known.created_at),
                    (excluded.message_id, excluded.seq, excluded.preview, excluded.created_at))
                    AS last (message_id, seq, preview, created_at)
                ORDER BY last.seq DESC LIMIT 1)
        RETURNING id
        """;

    public async Task Consume(ConsumeContext<DirectMessagesSent> context)
    {
        var messages = context.Message.Messages;
        if (messages.Count == 0)
        {
            return;
        }

        var notified = await WriteAsync(messages, context.CancellationToken);
        if (notified.Count > 0)
        {
            afterCommit.Do(cancellationToken => broadcast.NotifiedAsync(notified, cancellationToken));
        }
    }

    /// <summary>Two statements and one round trip: this is what stands between a message and its notification.</summary>
    private async Task<List<Guid>> WriteAsync(IReadOnlyList<DirectMessage> messages, CancellationToken cancellationToken)
    {
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(BlockLock.Share());
        batch.BatchCommands.Add(new(Sql)
        {
            Parameters =
            {
                Column(messages, _ => Guid.CreateVersion7()),
                Column(messages, message => message.RecipientId),
                Column(messages, message => message.AuthorId),
                Column(messages, message => message.ConversationId),
                Column(messages, message => message.MessageId),
                Column(messages, message => message.Seq),
                Column(messages, message => message.Preview),
                Column(messages, message => message.SentAt),
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var notified = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            notified.Add(reader.GetGuid(0));
        }

        return notified;
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<DirectMessage> messages, Func<DirectMessage, T> value) =>
        new() { Value = messages.Select(value).ToArray() };
}

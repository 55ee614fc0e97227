using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Scheduled;

/// <summary>
/// Puts a message aside for later. Whether the author may write is asked when it is sent; here only whether they may read.
/// </summary>
internal sealed class ScheduleMessage(
    NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub, IOptions<MessageOptions> options, TimeProvider time)
{
    private static readonly Problem TooMany = new(
        409, "scheduled.too_many", $"At most {ChatLimits.ScheduledPerPerson} messages can wait; delete one or let one be sent.");

    private static readonly Problem IdReused =
        new(422, "message.id_reused", "This clientMessageId was scheduled before with other content.");

    private static readonly Problem BadTime =
        Problem.Invalid("sendAt", "From ten seconds from now on, within a year.");

    // Of one person one at a time, or two at once would both find room for one more.
    private const string LockSql = "SELECT pg_advisory_xact_lock(hashtextextended('scheduled:' || $1::text, 0))";

    private static readonly string InsertSql =
        $"""
        WITH conversation AS (
            SELECT c.id FROM conversations c WHERE c.id = $3 AND may_read(c, $2)
        ), known AS (
            SELECT * FROM scheduled_messages WHERE user_id = $2 AND client_message_id = $4
        ), waiting AS (
            SELECT count(*) FROM scheduled_messages WHERE user_id = $2 AND failure IS NULL
        ), made AS (
            INSERT INTO scheduled_messages (
                id, user_id, username, conversation_id, client_message_id, body, reply_to, send_at, due_at)
            SELECT $1, $2, $8, c.id, $4, $5, $6, $7, $7 FROM conversation c, waiting
            WHERE waiting.count < {ChatLimits.ScheduledPerPerson} AND NOT EXISTS (SELECT FROM known)
            RETURNING *
        )
        SELECT EXISTS (SELECT FROM conversation), s.id = $1,
            s.conversation_id = $3 AND s.body = $5 AND s.reply_to IS NOT DISTINCT FROM $6, {ScheduledMessage.Columns}
        FROM (SELECT) one LEFT JOIN (SELECT * FROM made UNION ALL SELECT * FROM known) s ON true
        """;

    private const int MessageColumn = 3;

    public async Task<Outcome<Scheduling>> ExecuteAsync(
        CurrentUser me, NewScheduledMessage message, CancellationToken cancellationToken)
    {
        if (message.ClientMessageId == Guid.Empty)
        {
            return Problem.Invalid("clientMessageId", "A UUID of its own for each message.");
        }

        if ((MessageText.Check(message.Body, options.Value.MaxLength) ?? CheckTime(message.SendAt, time)) is { } refused)
        {
            return refused;
        }

        var outcome = await InsertAsync(me, message, cancellationToken);
        if (outcome is { Problem: null, Value: { IsNew: true, Message: var made } })
        {
            await hub.Clients.User(me.Id.ToString())
                .ScheduledChanged(new ScheduledChange(made.Id, made.ConversationId, ScheduledState.Pending));
        }

        return outcome;
    }

    public static Problem? CheckTime(DateTimeOffset sendAt, TimeProvider time) =>
        sendAt - time.GetUtcNow() is var wait && (wait < ChatLimits.ScheduledAtLeast || wait > ChatLimits.ScheduledAtMost)
            ? BadTime
            : null;

    private async Task<Outcome<Scheduling>> InsertAsync(
        CurrentUser me, NewScheduledMessage message, CancellationToken cancellationToken)
    {
        // A batch is one transaction, and each statement of it sees what was committed before the lock was had.
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(LockSql) { Parameters = { new() { Value = me.Id } } });
        batch.BatchCommands.Add(new(InsertSql)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() },
                new() { Value = me.Id },
                new() { Value = message.ConversationId },
                new() { Value = message.ClientMessageId },
                new() { Value = message.Body },
                new() { Value = (object?)message.ReplyTo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = message.SendAt.ToUniversalTime() },
                new() { Value = me.Username },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var outcome = Answer(reader);
        // Past the end of the last result: only then has the transaction committed.
        await reader.NextResultAsync(cancellationToken);
        return outcome;
    }

    private static Outcome<Scheduling> Answer(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(MessageColumn))
        {
            return reader.GetBoolean(0) ? TooMany : ConversationProblems.NotFound;
        }

        return reader.GetBoolean(2)
            ? new Scheduling(ScheduledMessage.Read(reader, MessageColumn), IsNew: reader.GetBoolean(1))
            : IdReused;
    }
}

/// <param name="IsNew">False when an earlier call had scheduled it.</param>
internal sealed record Scheduling(ScheduledMessage Message, bool IsNew);

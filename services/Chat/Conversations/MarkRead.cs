using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Receipts;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>
/// Moves a person's read mark forward. The highest wins: of two devices that mark out of order, the later news of the
/// older mark changes nothing.
/// </summary>
internal sealed class MarkRead(MoveReadMark mark, IOptions<ReceiptOptions> receipts)
{
    // Notifications hears of it in the same transaction: its badge must not outlive the mark.
    private const string Sql =
        """
        WITH conversation AS (
            SELECT id, kind, head_seq, tells_reads(c, $5) AS tells FROM conversations c WHERE c.id = $1 AND may_read(c, $2)
        ), first AS (
            -- Only of the public room: elsewhere the row was there, and who left in between must not be in it again.
            INSERT INTO members (conversation_id, user_id, read_seq, read_version)
            SELECT id, $2, $3, 1 FROM conversation WHERE kind = 'public' AND $3 > 0 AND $3 <= head_seq
            ON CONFLICT (conversation_id, user_id) DO UPDATE
                SET read_seq = EXCLUDED.read_seq, read_version = members.read_version + 1
            WHERE members.read_seq < EXCLUDED.read_seq
            RETURNING read_seq
        ), further AS (
            UPDATE members m SET read_seq = $3, read_version = m.read_version + 1
            FROM conversation c
            WHERE c.kind <> 'public' AND $3 <= c.head_seq
              AND m.conversation_id = c.id AND m.user_id = $2 AND m.read_seq < $3
            RETURNING m.read_seq
        ), moved AS (
            SELECT read_seq FROM first UNION ALL SELECT read_seq FROM further
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT 'OneVOne.Contracts.Chat.ConversationRead',
                jsonb_build_object('userId', $2, 'conversationId', $1, 'seq', read_seq, 'readAt', now()), $4
            FROM moved, conversation WHERE conversation.kind = 'direct'
        )
        SELECT head_seq, EXISTS (SELECT FROM moved), tells FROM conversation
        """;

    public async Task<Outcome<ReadMark>> ExecuteAsync(
        Guid me, Guid conversationId, long seq, CancellationToken cancellationToken)
    {
        if (seq < 0)
        {
            return Problem.Invalid("seq", "A number of an event, or 0.");
        }

        var move = new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = me },
                new() { Value = seq },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = receipts.Value.MaxMembers },
            },
        };
        return await mark.ExecuteAsync(move, me, conversationId, seq, cancellationToken);
    }
}

using Npgsql;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>
/// Takes a person's read mark back, so that a message and those after it are unread again; never forward. It is their own
/// business: notifications that were read stay read, and receipts that others have stay as they are.
/// </summary>
internal sealed class MarkUnread(MoveReadMark mark)
{
    private const string Sql =
        """
        WITH conversation AS (
            SELECT id, head_seq FROM conversations c WHERE c.id = $1 AND may_read(c, $2)
        ), moved AS (
            UPDATE members m SET read_seq = $3 - 1, read_version = m.read_version + 1,
                seen_seq = greatest(m.seen_seq, m.read_seq)
            FROM conversation
            WHERE m.conversation_id = conversation.id AND m.user_id = $2 AND m.read_seq >= $3
            RETURNING m.read_seq
        )
        SELECT head_seq, EXISTS (SELECT FROM moved), false FROM conversation
        """;

    public async Task<Outcome<ReadMark>> ExecuteAsync(
        Guid me, Guid conversationId, long seq, CancellationToken cancellationToken)
    {
        if (seq < 1)
        {
            return Problem.Invalid("seq", "The number of the first message that is to be unread.");
        }

        var move = new NpgsqlBatchCommand(Sql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me }, new() { Value = seq } },
        };
        return await mark.ExecuteAsync(move, me, conversationId, seq, cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Chat.Data;
using OneVOne.Chat.Rooms;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Chat.Privacy;

/// <summary>
/// What Chat keeps of a person: what they wrote, where, and how far they have read. Of who is gone the messages stay, with
/// their numbers and without their text, so that the conversations of the others have no gaps; the name goes with the
/// projection of people.
/// </summary>
internal sealed class ChatData(ChatDbContext db, NpgsqlDataSource database, LeaveRoom leaveRoom) : IPersonalData
{
    public IEnumerable<PersonalDataFile> Files(Guid userId) =>
    [
        PersonalDataFile.Of("messages.json", database,
            """
            SELECT m.id, m.conversation_id AS "conversationId", m.seq, m.body, m.created_at AS "sentAt"
            FROM written_in($1) mine
            JOIN messages m ON m.conversation_id = mine.conversation_id AND m.author_id = $1
                AND m.type = 'message.created'
            ORDER BY m.conversation_id, m.seq
            """,
            userId),
        PersonalDataFile.Of("conversations.json", database,
            """
            SELECT c.id, c.kind, c.name, c.created_at AS "createdAt", mine.read_seq AS "readSeq",
                mine.role, mine.pinned_at AS "pinnedAt", mine.archived_at AS "archivedAt", mine.muted_until AS "mutedUntil",
                CASE WHEN c.low_user_id = $1 THEN c.high_user_id ELSE c.low_user_id END AS "withUserId"
            FROM conversations_of($1) mine JOIN conversations c ON c.id = mine.conversation_id
            ORDER BY c.created_at, c.id
            """,
            userId),
        PersonalDataFile.Of("edits.json", database,
            """
            SELECT r.message_id AS "messageId", r.number, r.body, r.written_at AS "writtenAt"
            FROM written_in($1) mine
            JOIN messages m ON m.conversation_id = mine.conversation_id AND m.author_id = $1 AND m.edited_at IS NOT NULL
            JOIN revisions r ON r.message_id = m.id
            ORDER BY m.conversation_id, m.seq, r.number
            """,
            userId),
        PersonalDataFile.Of("reactions.json", database,
            """
            SELECT r.message_id AS "messageId", r.emoji, r.created_at AS "reactedAt"
            FROM reactions r WHERE r.user_id = $1 ORDER BY r.created_at, r.message_id
            """,
            userId),
        PersonalDataFile.Of("hidden-messages.json", database,
            """
            SELECT h.conversation_id AS "conversationId", h.seq, h.hidden_at AS "hiddenAt"
            FROM hidden_messages h WHERE h.user_id = $1 ORDER BY h.conversation_id, h.seq
            """,
            userId),
        PersonalDataFile.Of("chat-settings.json", database,
            """SELECT read_receipts AS "readReceipts" FROM person_settings WHERE user_id = $1""",
            userId),
        PersonalDataFile.Of("drafts.json", database,
            """
            SELECT d.conversation_id AS "conversationId", d.body, d.updated_at AS "updatedAt"
            FROM drafts d WHERE d.user_id = $1 ORDER BY d.conversation_id
            """,
            userId),
        PersonalDataFile.Of("scheduled.json", database,
            """
            SELECT s.id, s.conversation_id AS "conversationId", s.body, s.send_at AS "sendAt"
            FROM scheduled_messages s WHERE s.user_id = $1 ORDER BY s.send_at, s.id
            """,
            userId),
    ];

    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await CloseAsync(userId, deletedAt, cancellationToken);
        // The rooms of who is gone pass to others, who hear that they went. Where they wrote is known on after it.
        await leaveRoom.LeaveAllAsync(userId, cancellationToken);
        // By the conversations, as the index of messages by author begins with them.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE messages SET body = '', sent_digest = NULL
            WHERE author_id = {userId} AND (body <> '' OR sent_digest IS NOT NULL)
                AND conversation_id IN (SELECT conversation_id FROM written_in({userId}))
            """,
            cancellationToken);
        await EraseWhatTheyDidAsync(userId, cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM members WHERE user_id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM former_members WHERE user_id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM person_settings WHERE user_id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM drafts WHERE user_id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM scheduled_messages WHERE user_id = {userId}", cancellationToken);
    }

    /// <summary>Former texts of theirs, their reactions, and what says which messages concern them.</summary>
    private async Task EraseWhatTheyDidAsync(Guid userId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM revisions r USING messages m
            WHERE m.id = r.message_id AND m.author_id = {userId}
                AND m.conversation_id IN (SELECT conversation_id FROM written_in({userId}))
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH gone AS (DELETE FROM reactions WHERE user_id = {userId} RETURNING message_id)
            UPDATE messages m SET reaction_count = m.reaction_count - g.count
            FROM (SELECT message_id, count(*)::integer AS count FROM gone GROUP BY message_id) g
            WHERE m.id = g.message_id
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH mentioned AS (DELETE FROM mentions WHERE user_id = {userId})
            DELETE FROM hidden_messages WHERE user_id = {userId}
            """,
            cancellationToken);
    }

    /// <summary>
    /// Commits first that the person is gone, and then waits for the batches that may not have seen it, which hold the rows
    /// of their conversations: what they wrote is there to be emptied, and whatever begins later empties itself. Nobody waits
    /// for the emptying, which may take long in a room of years.
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

        await using var wait = database.CreateCommand(
            """
            SELECT FROM conversations WHERE id IN (SELECT conversation_id FROM written_in($1)) ORDER BY id FOR SHARE
            """);
        wait.Parameters.Add(new() { Value = userId });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }
}

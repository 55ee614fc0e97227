using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Chat.Data;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Chat.Privacy;

/// <summary>
/// What Chat keeps of a person: what they wrote, where, and how far they have read. Of who is gone the messages stay, with
/// their numbers and without their text, so that the conversations of the others have no gaps; the name goes with the
/// projection of people.
/// </summary>
internal sealed class ChatData(ChatDbContext db, NpgsqlDataSource database) : IPersonalData
{
    public IEnumerable<PersonalDataFile> Files(Guid userId) =>
    [
        PersonalDataFile.Of("messages.json", database,
            """
            SELECT m.id, m.conversation_id AS "conversationId", m.seq, m.body, m.created_at AS "sentAt"
            FROM conversations_of($1) mine
            JOIN messages m ON m.conversation_id = mine.conversation_id AND m.author_id = $1
                AND m.type = 'message.created'
            ORDER BY m.conversation_id, m.seq
            """,
            userId),
        PersonalDataFile.Of("conversations.json", database,
            """
            SELECT c.id, c.kind, c.name, c.created_at AS "createdAt", mine.read_seq AS "readSeq",
                CASE WHEN c.low_user_id = $1 THEN c.high_user_id ELSE c.low_user_id END AS "withUserId"
            FROM conversations_of($1) mine JOIN conversations c ON c.id = mine.conversation_id
            ORDER BY c.created_at, c.id
            """,
            userId),
    ];

    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await CloseAsync(userId, deletedAt, cancellationToken);
        // By the conversations, as the index of messages by author begins with them.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE messages SET body = ''
            WHERE author_id = {userId} AND body <> ''
                AND conversation_id IN (SELECT conversation_id FROM conversations_of({userId}))
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM members WHERE user_id = {userId}", cancellationToken);
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
            SELECT FROM conversations WHERE id IN (SELECT conversation_id FROM conversations_of($1)) ORDER BY id FOR SHARE
            """);
        wait.Parameters.Add(new() { Value = userId });
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }
}

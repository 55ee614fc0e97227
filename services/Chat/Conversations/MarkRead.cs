using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>Up to where a person has read, and what is unread after it.</summary>
/// <param name="Seq">The highest number that any of their devices has marked.</param>
/// <param name="Version">Of two marks the one with the higher version is the newer.</param>
/// <param name="Mentions">Those of the unread ones that name the person, or everyone.</param>
public sealed record ReadMark(long Seq, long Version, long Unread, long Mentions);

/// <summary>
/// Moves a person's read mark forward. The highest wins: of two devices that mark out of order, the later news of the
/// older mark changes nothing.
/// </summary>
internal sealed class MarkRead(NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub)
{
    private static readonly Problem BeyondHead =
        new(400, "read.beyond_head", "The conversation has no event of this number yet.");

    // Notifications hears of it in the same transaction: its badge must not outlive the mark.
    private const string MarkSql =
        """
        WITH conversation AS (
            SELECT id, kind, head_seq FROM conversations c WHERE c.id = $1 AND may_read(c, $2)
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
        SELECT head_seq, EXISTS (SELECT FROM moved) FROM conversation
        """;

    // A statement of its own, to see what another device marked while the first one waited for it.
    private static readonly string ReadSql =
        $"""
        SELECT coalesce(mine.read_seq, 0), coalesce(mine.read_version, 0),
            unread_count($1, $2, coalesce(mine.read_seq, 0), {ChatLimits.UnreadBound}),
            mention_count($1, $2, coalesce(mine.read_seq, 0), {ChatLimits.UnreadBound})
        FROM (SELECT) one LEFT JOIN members mine ON mine.conversation_id = $1 AND mine.user_id = $2
        """;

    public async Task<Outcome<ReadMark>> ExecuteAsync(
        Guid me, Guid conversationId, long seq, CancellationToken cancellationToken)
    {
        if (seq < 0)
        {
            return Problem.Invalid("seq", "A number of an event, or 0.");
        }

        var (head, moved, mark) = await WriteAsync(me, conversationId, seq, cancellationToken);
        if (head is null)
        {
            return ConversationProblems.NotFound;
        }

        if (seq > head)
        {
            return BeyondHead;
        }

        if (moved)
        {
            var read = new ConversationReadElsewhere(
                conversationId, mark.Seq, mark.Version, mark.Unread, mark.Mentions);
            await hub.Clients.User(me.ToString()).Read(read);
        }

        return mark;
    }

    private async Task<(long? Head, bool Moved, ReadMark Mark)> WriteAsync(
        Guid me, Guid conversationId, long seq, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(MarkSql)
        {
            Parameters =
            {
                new() { Value = conversationId },
                new() { Value = me },
                new() { Value = seq },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        });
        batch.BatchCommands.Add(new(ReadSql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return (null, false, new ReadMark(0, 0, 0, 0));
        }

        var (head, moved) = (reader.GetInt64(0), reader.GetBoolean(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var mark = new ReadMark(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        // Past the end of the last result: only then has the transaction committed.
        await reader.NextResultAsync(cancellationToken);
        return (head, moved, mark);
    }
}

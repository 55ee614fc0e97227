using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Chat.Realtime;
using OneVOne.Chat.Receipts;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>Up to where a person has read, and what is unread after it.</summary>
/// <param name="Seq">The number of the last event that counts as read.</param>
/// <param name="Version">Of two marks the one with the higher version is the newer.</param>
/// <param name="Mentions">Those of the unread ones that name the person, or everyone.</param>
public sealed record ReadMark(long Seq, long Version, long Unread, long Mentions);

/// <summary>
/// What reading on and marking unread have in common: move the mark, read it again with its counts in the same round trip,
/// tell the person's devices.
/// </summary>
internal sealed class MoveReadMark(
    NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub, TellReceipts receipts)
{
    private static readonly Problem BeyondHead =
        new(400, "read.beyond_head", "The conversation has no event of this number yet.");

    // A statement of its own, to see what another device marked while the first one waited for it.
    private static readonly string ReadSql =
        $"""
        SELECT coalesce(mine.read_seq, 0), coalesce(mine.read_version, 0),
            unread.messages, unread.mentions
        FROM (SELECT) one LEFT JOIN members mine ON mine.conversation_id = $1 AND mine.user_id = $2
        CROSS JOIN LATERAL unread_in(
            $1, $2, greatest(mine.read_seq, mine.history_from, 0), {ChatLimits.UnreadBound}) unread
        """;

    /// <param name="move">
    /// Moves the mark of person $2 in conversation $1 to what $3 asks for, and gives the conversation's head, whether the mark
    /// moved, and whether others may be told; no row where it is not theirs to read.
    /// </param>
    public async Task<Outcome<ReadMark>> ExecuteAsync(
        NpgsqlBatchCommand move, Guid me, Guid conversationId, long seq, CancellationToken cancellationToken)
    {
        var (answer, mark) = await WriteAsync(move, me, conversationId, cancellationToken);
        if (answer is null)
        {
            return ConversationProblems.NotFound;
        }

        if (seq > answer.Head)
        {
            return BeyondHead;
        }

        if (answer.Moved)
        {
            await hub.Clients.User(me.ToString()).Read(
                new ConversationReadElsewhere(conversationId, mark.Seq, mark.Version, mark.Unread, mark.Mentions));
        }

        if (answer is { Moved: true, Tells: true })
        {
            receipts.Moved(conversationId, me);
        }

        return mark;
    }

    private async Task<(Answer? Answer, ReadMark Mark)> WriteAsync(
        NpgsqlBatchCommand move, Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(move);
        batch.BatchCommands.Add(new(ReadSql)
        {
            Parameters = { new() { Value = conversationId }, new() { Value = me } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return (null, new ReadMark(0, 0, 0, 0));
        }

        var answer = new Answer(reader.GetInt64(0), reader.GetBoolean(1), reader.GetBoolean(2));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var mark = new ReadMark(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        // Past the end of the last result: only then has the transaction committed.
        await reader.NextResultAsync(cancellationToken);
        return (answer, mark);
    }

    private sealed record Answer(long Head, bool Moved, bool Tells);
}

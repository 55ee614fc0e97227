using OneVOne.Chat.Conversations;
using OneVOne.Chat.Data;

namespace OneVOne.Chat.Inbox;

/// <summary>What is unread in the whole inbox; what is muted, archived or a request does not count.</summary>
/// <param name="Conversations">How many have something unread.</param>
/// <param name="Messages">Of all of them together; each counts for at most 1000.</param>
/// <param name="Mentions">Those that name the person, or everyone.</param>
public sealed record UnreadTotals(long Conversations, long Messages, long Mentions);

/// <summary>Counts by the predicate that the list goes by, so a badge and the list say the same.</summary>
internal sealed class CountUnread(ReadingDatabase database)
{
    private static readonly string Sql =
        $"""
        SELECT count(*) FILTER (WHERE unread.messages > 0), coalesce(sum(unread.messages), 0)::bigint,
            coalesce(sum(unread.mentions), 0)::bigint
        FROM (
            SELECT c.id, greatest(mine.read_seq, mine.history_from) AS after_seq
            FROM conversations_of($1) mine
            JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
            WHERE c.head_seq > mine.read_seq AND {ReadConversations.PlaceOf("$1")} = 'inbox'
              AND coalesce(mine.muted_until <= now(), true)
            OFFSET 0) moved
        CROSS JOIN LATERAL unread_in(moved.id, $1, moved.after_seq, {ChatLimits.UnreadBound}) unread
        """;

    public async Task<UnreadTotals> ExecuteAsync(Guid me, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = me });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new UnreadTotals(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}

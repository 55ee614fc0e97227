using Npgsql;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

/// <summary>What a client is asked to compare after it was away.</summary>
/// <param name="HeadSeq">The client asks <c>events?after=</c> its own last number until it has this one.</param>
public sealed record MovedConversation(
    Guid ConversationId, ConversationKind Kind, long HeadSeq, long ReadSeq, long ReadVersion, long Unread, long Mentions);

/// <summary>
/// Tells which conversations moved since a client was last here. It needs no memory of the old connection, so any
/// replica answers it.
/// </summary>
internal sealed class SyncConversations(NpgsqlDataSource dataSource)
{
    // A mark that another device moved counts as moved when the client says which one it knows.
    private static readonly string Sql =
        $"""
        SELECT c.id, c.kind, c.head_seq, mine.read_seq, mine.read_version,
            unread_count(c.id, $1, mine.read_seq, {ChatLimits.UnreadBound}),
            mention_count(c.id, $1, mine.read_seq, {ChatLimits.UnreadBound})
        FROM conversations_of($1) mine
        JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
        LEFT JOIN unnest($2, $3) AS h (id, seq) ON h.id = c.id
        LEFT JOIN unnest($4, $5) AS r (id, seq) ON r.id = c.id
        WHERE h.seq IS NULL OR c.head_seq <> h.seq OR mine.read_seq <> r.seq
        ORDER BY c.last_activity_at DESC, c.id DESC
        """;

    public async Task<Outcome<IReadOnlyList<MovedConversation>>> ExecuteAsync(
        Guid me,
        IReadOnlyDictionary<Guid, long> heads,
        IReadOnlyDictionary<Guid, long> reads,
        CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = heads.Keys.ToArray() });
        command.Parameters.Add(new() { Value = heads.Values.ToArray() });
        command.Parameters.Add(new() { Value = reads.Keys.ToArray() });
        command.Parameters.Add(new() { Value = reads.Values.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var moved = new List<MovedConversation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            moved.Add(new MovedConversation(
                reader.GetGuid(0),
                ConversationKinds.Parse(reader.GetString(1)),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6)));
        }

        return moved;
    }
}

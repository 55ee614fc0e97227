using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Conversations;

/// <summary>What a client is asked to compare after it was away.</summary>
/// <param name="HeadSeq">
/// The client asks <c>events?after=</c> its own last number until it has this one. One below the client's own is of another
/// history: the client forgets the conversation and fetches it anew.
/// </param>
/// <param name="HistoryFrom">Events up to this number are not the person's to read (any longer).</param>
public sealed record MovedConversation(
    Guid ConversationId,
    ConversationKind Kind,
    long HeadSeq,
    long HistoryFrom,
    long ReadSeq,
    long ReadVersion,
    long Unread,
    long Mentions);

/// <summary>A message that the person deleted for themselves.</summary>
public sealed record HiddenMessage(Guid ConversationId, Guid MessageId, long Seq);

/// <summary>
/// Tells which conversations moved since a client was last here. It needs no memory of the old connection, so any
/// replica answers it, in one round trip.
/// </summary>
internal sealed class SyncConversations(NpgsqlDataSource dataSource)
{
    // A mark that another device moved counts as moved when the client says which one it knows. Who comes from another epoch
    // is told all.
    private static readonly string MovedSql =
        $"""
        SELECT c.id, c.kind, c.head_seq, mine.history_from, mine.read_seq, mine.read_version,
            unread_count(c.id, $1, mine.read_seq, {ChatLimits.UnreadBound}),
            mention_count(c.id, $1, mine.read_seq, {ChatLimits.UnreadBound})
        FROM conversations_of($1) mine
        JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
        LEFT JOIN unnest($2, $3) AS h (id, seq) ON h.id = c.id
        LEFT JOIN unnest($4, $5) AS r (id, seq) ON r.id = c.id
        WHERE h.seq IS NULL OR c.head_seq <> h.seq OR mine.read_seq <> r.seq OR (SELECT current_epoch()) <> $6
        ORDER BY c.last_activity_at DESC, c.id DESC
        """;

    // After the other one: what is taken from the person in between is gone for the client too.
    private const string GoneSql =
        """
        SELECT current_epoch(), now(), ARRAY(
            SELECT h.id FROM unnest($2) AS h (id)
            WHERE NOT EXISTS (SELECT FROM conversations c WHERE c.id = h.id AND may_read(c, $1)))
        """;

    // Somewhat more than asked for: what was hidden just before the last answer may have been committed after it.
    private const string HiddenSql =
        """
        SELECT h.conversation_id, m.id, h.seq FROM hidden_messages h
        JOIN conversations c ON c.id = h.conversation_id AND may_read(c, $1)
        JOIN messages m ON m.conversation_id = h.conversation_id AND m.seq = h.seq
        WHERE h.user_id = $1 AND h.hidden_at > $2 - interval '1 minute'
        """;

    public async Task<SyncAnswer> ExecuteAsync(Guid me, SyncCall call, CancellationToken cancellationToken)
    {
        var (heads, reads) = (call.Heads, call.Reads ?? []);
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(MovedSql)
        {
            Parameters =
            {
                new() { Value = me },
                new() { Value = heads.Keys.ToArray() },
                new() { Value = heads.Values.ToArray() },
                new() { Value = reads.Keys.ToArray() },
                new() { Value = reads.Values.ToArray() },
                new() { Value = (object?)call.Epoch ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        });
        batch.BatchCommands.Add(new(GoneSql)
        {
            Parameters = { new() { Value = me }, new() { Value = heads.Keys.ToArray() } },
        });
        batch.BatchCommands.Add(new(HiddenSql)
        {
            Parameters =
            {
                new() { Value = me },
                new() { Value = (object?)call.Since?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
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
                reader.GetInt64(6),
                reader.GetInt64(7)));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (epoch, at) = (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
        var gone = reader.GetFieldValue<Guid[]>(2);
        await reader.NextResultAsync(cancellationToken);
        var hidden = new List<HiddenMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hidden.Add(new HiddenMessage(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2)));
        }

        return new SyncAnswer(epoch, at, moved, gone is [] ? null : gone, hidden is [] ? null : hidden);
    }
}

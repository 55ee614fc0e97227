using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Conversations;

/// <summary>What one person's client asks to compare.</summary>
internal sealed record SyncQuestion(Guid Me, SyncCall Call);

/// <summary>
/// The statements of <see cref="SyncConversations"/>, each for many questions at once. What a client has of its conversations
/// goes as JSON, in which each is looked up by its key: a join would compare everyone's with everyone's.
/// </summary>
internal static class SyncStatements
{
    // A mark that another device moved counts as moved when the client says which one it knows. Who comes from another epoch
    // is told all.
    private static readonly string MovedSql =
        $"""
        SELECT asked.number, c.id, c.kind, c.head_seq, mine.history_from, mine.read_seq, mine.read_version,
            unread.messages, unread.mentions
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS asked (me, heads, reads, epoch, number)
        CROSS JOIN LATERAL conversations_of(asked.me) mine
        JOIN conversations c ON c.id = mine.conversation_id AND c.deleted_at IS NULL
        CROSS JOIN LATERAL unread_in(
            c.id, asked.me, greatest(mine.read_seq, mine.history_from), {ChatLimits.UnreadBound}) unread
        WHERE (asked.heads ->> c.id::text) IS NULL
            OR c.head_seq <> (asked.heads ->> c.id::text)::bigint
            OR mine.read_seq <> (asked.reads ->> c.id::text)::bigint
            OR asked.epoch <> (SELECT current_epoch())
        ORDER BY asked.number, c.last_activity_at DESC, c.id DESC
        """;

    // After the other one: what is taken from the person in between is gone for the client too.
    private const string GoneSql =
        """
        SELECT asked.number, known.id::uuid
        FROM unnest($1, $2) WITH ORDINALITY AS asked (me, heads, number)
        CROSS JOIN LATERAL jsonb_object_keys(asked.heads) known (id)
        WHERE NOT EXISTS (SELECT FROM readable(known.id::uuid, asked.me))
        """;

    // Somewhat more than asked for: what was hidden just before the last answer may have been committed after it.
    private const string HiddenSql =
        """
        SELECT asked.number, h.conversation_id, m.id, h.seq
        FROM unnest($1, $2) WITH ORDINALITY AS asked (me, since, number)
        CROSS JOIN LATERAL (
            SELECT * FROM hidden_messages own
            WHERE own.user_id = asked.me AND own.hidden_at > asked.since - interval '1 minute' OFFSET 0) h
        JOIN messages m ON m.conversation_id = h.conversation_id AND m.seq = h.seq
        CROSS JOIN LATERAL readable(h.conversation_id, asked.me)
        """;

    public static NpgsqlBatchCommand Moved(IReadOnlyList<SyncQuestion> asked) => new(MovedSql)
    {
        Parameters =
        {
            People(asked),
            Heads(asked),
            Json(asked.Select(question => question.Call.Reads)),
            new() { Value = asked.Select(Epoch).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        },
    };

    public static NpgsqlBatchCommand Gone(IReadOnlyList<SyncQuestion> asked) => new(GoneSql)
    {
        Parameters = { People(asked), Heads(asked) },
    };

    public static NpgsqlBatchCommand Hidden(IReadOnlyList<SyncQuestion> asked) => new(HiddenSql)
    {
        Parameters =
        {
            People(asked),
            new()
            {
                Value = asked.Select(question => question.Call.Since?.UtcDateTime).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
            },
        },
    };

    /// <summary>By which all answers of the batch stand.</summary>
    public static NpgsqlBatchCommand Moment() => new("SELECT current_epoch(), now()");

    private static NpgsqlParameter People(IReadOnlyList<SyncQuestion> asked) =>
        new() { Value = asked.Select(question => question.Me).ToArray() };

    private static NpgsqlParameter Heads(IReadOnlyList<SyncQuestion> asked) =>
        Json(asked.Select(question => question.Call.Heads));

    private static NpgsqlParameter Json(IEnumerable<Dictionary<Guid, long>?> numbers) => new()
    {
        Value = numbers.Select(some => some is null ? "{}" : JsonSerializer.Serialize(some)).ToArray(),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
    };

    // A text that no epoch is called stands for another one: one client's nonsense must not fail the others' query.
    private static string? Epoch(SyncQuestion question) => question.Call.Epoch is { } epoch
        ? epoch.All(char.IsAsciiHexDigitLower) ? epoch : "none"
        : null;
}

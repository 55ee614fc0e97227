using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Search;

/// <summary>
/// Finds messages by their words, of those alone that the person may read at this moment: the statement asks what is theirs,
/// the index knows nothing of it.
/// </summary>
internal sealed class SearchMessages(NpgsqlDataSource dataSource)
{
    private const int MessageColumn = 8;

    private static readonly string Sql =
        $"""
        SELECT f.sent_at, f.seq, f.rank, c.kind, coalesce(c.name, peer.display_name, ''), f.words IS NOT NULL,
            CASE WHEN f.words IS NOT NULL THEN ts_headline('chat', m.body, f.words, '{Highlights.Options}') END, f.newest,
            {MessageRow.Columns("$1")}
        FROM search_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            WITH ORDINALITY AS f (message_id, sent_at, seq, rank, newest, words, position)
        JOIN message_states m ON m.id = f.message_id
        JOIN conversations c ON c.id = m.conversation_id
        LEFT JOIN people peer ON peer.user_id = CASE WHEN c.low_user_id = $1 THEN c.high_user_id ELSE c.low_user_id END
        ORDER BY f.position
        """;

    public async Task<Outcome<Page<FoundMessage>>> ExecuteAsync(
        Guid me, SearchRequest request, PageRequest page, CancellationToken cancellationToken)
    {
        var parsed = SearchQuery.Parse(request, me);
        if (parsed.Problem is { } problem)
        {
            return problem;
        }

        var digest = parsed.Value.Digest(me, request.Order);
        SearchPosition? after = null;
        if (page.Cursor is { } cursor && !SearchPosition.TryRead(cursor, digest, out after))
        {
            return Cursor.Invalid;
        }

        var rows = await ReadAsync(me, parsed.Value, request.Order, page, after, cancellationToken);
        // Of the best first, later pages are of the same candidates: what was written since does not push them about.
        var found = Page.Of(rows, page, row => (row.Position with { Newest = after?.Newest ?? row.Position.Newest }).Write(digest));
        return new Page<FoundMessage>([.. found.Items.Select(row => row.Found)], found.Next);
    }

    private async Task<List<(FoundMessage Found, SearchPosition Position)>> ReadAsync(
        Guid me, SearchQuery query, SearchOrder order, PageRequest page, SearchPosition? after, CancellationToken cancellationToken)
    {
        var isRanked = order == SearchOrder.Rank;
        await using var command = dataSource.CreateCommand(Sql);
        command.CommandTimeout = (int)ChatLimits.SearchTimeout.TotalSeconds;
        command.Parameters.AddRange((NpgsqlParameter[])
        [
            new() { Value = me },
            new() { Value = query.AllOf.ToArray() },
            new() { Value = query.NoneOf.ToArray() },
            Nullable(query.BeginsWith, NpgsqlDbType.Text),
            new() { Value = query.FromIds.ToArray() },
            new() { Value = query.FromNames.ToArray() },
            new() { Value = query.InIds.ToArray() },
            new() { Value = query.InNames.ToArray() },
            Nullable(query.Since, NpgsqlDbType.TimestampTz),
            Nullable(Until(query, isRanked ? after : null), NpgsqlDbType.TimestampTz),
            new() { Value = query.Has.ToArray() },
            Nullable(after?.SentAt, NpgsqlDbType.TimestampTz),
            Nullable(after?.MessageId, NpgsqlDbType.Uuid),
            Nullable(after?.Seq, NpgsqlDbType.Bigint),
            Nullable(isRanked ? after?.Rank : null, NpgsqlDbType.Real),
            Nullable(isRanked ? ChatLimits.SearchRanked : (int?)null, NpgsqlDbType.Integer),
            new() { Value = isRanked ? ChatLimits.SearchWalkRanked : ChatLimits.SearchWalk },
            new() { Value = page.Fetch },
        ]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(FoundMessage, SearchPosition)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    // One microsecond beyond the newest candidate: "until" itself is not meant.
    private static DateTimeOffset? Until(SearchQuery query, SearchPosition? after) =>
        after is { } position && !(query.Until < position.Newest) ? position.Newest.AddMicroseconds(1) : query.Until;

    private static (FoundMessage Found, SearchPosition Position) Read(NpgsqlDataReader reader)
    {
        var message = MessageRow.Read(reader, MessageColumn);
        var highlights = reader.GetBoolean(5) ? Highlights.Of(message.Body, reader.GetString(6)) : [];
        var conversation = new FoundIn(
            message.ConversationId, ConversationKinds.Parse(reader.GetString(3)), reader.GetString(4));
        return (
            new FoundMessage(message, conversation, highlights),
            new SearchPosition(
                reader.GetFieldValue<DateTimeOffset>(0), message.Id, reader.GetInt64(1), reader.GetFloat(2), reader.GetFieldValue<DateTimeOffset>(7)));
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}

/// <summary>Where a page of results ends; what a cursor holds.</summary>
/// <param name="Newest">Of results by rank: when the newest of all that were looked at was sent.</param>
internal sealed record SearchPosition(DateTimeOffset SentAt, Guid MessageId, long Seq, float Rank, DateTimeOffset Newest)
{
    public string Write(string digest) => Cursor.Write(
        digest, Text(SentAt.UtcTicks), MessageId.ToString("N"), Text(Seq), Rank.ToString("R", CultureInfo.InvariantCulture),
        Text(Newest.UtcTicks));

    public static bool TryRead(Cursor cursor, string digest, [NotNullWhen(true)] out SearchPosition? position)
    {
        position = null;
        if (cursor.Parts is [var query, var sentAt, var id, var seq, var rank, var newest]
            && query == digest
            && TryReadTime(sentAt, out var sent)
            && Guid.TryParseExact(id, "N", out var messageId)
            && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && float.TryParse(rank, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && TryReadTime(newest, out var limit))
        {
            position = new SearchPosition(sent, messageId, number, value, limit);
        }

        return position is not null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks;
        time = isTime ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isTime;
    }
}

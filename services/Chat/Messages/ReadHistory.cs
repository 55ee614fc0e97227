using System.Text.Json.Serialization;
using Npgsql;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>A stretch of a conversation's history.</summary>
/// <param name="Items">Ascending by number, whichever way it was asked for.</param>
/// <param name="HasMore">Whether there is more in the direction that was asked for; around a number, in either.</param>
/// <param name="HasBefore">Around a number: whether there is more before the first.</param>
/// <param name="HasAfter">Around a number: whether there is more after the last.</param>
public sealed record MessagePage(
    IReadOnlyList<Message> Items,
    bool HasMore,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasBefore = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasAfter = null);

/// <summary>Which stretch: at most one of the three; none is the latest.</summary>
/// <param name="Before">The latest ones before this number.</param>
/// <param name="After">The first ones after this number.</param>
/// <param name="Around">Those on both sides of this number, itself among them.</param>
public readonly record struct Stretch(long? Before, long? After, long? Around);

/// <summary>Reads a conversation by number, for its members.</summary>
internal sealed class ReadHistory(ReadingDatabase database, ReadEvents events)
{
    private const string HeadSql = "SELECT r.head_seq FROM readable($1, $2) r";

    private static readonly string BackwardSql =
        $"""
        SELECT {MessageRow.Columns("$4")} FROM message_states m
        WHERE m.conversation_id = $1 AND m.seq < $2 AND m.seq > (SELECT r.history_from FROM readable($1, $4) r)
          AND m.seq NOT IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $4 AND h.conversation_id = $1)
        ORDER BY m.seq DESC LIMIT $3
        """;

    private static readonly string ForwardSql =
        $"""
        SELECT {MessageRow.Columns("$4")} FROM message_states m
        WHERE m.conversation_id = $1 AND m.seq > greatest($2, (SELECT r.history_from FROM readable($1, $4) r))
          AND m.seq NOT IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = $4 AND h.conversation_id = $1)
        ORDER BY m.seq LIMIT $3
        """;

    public async Task<Outcome<MessagePage>> MessagesAsync(
        Guid me, Guid conversationId, Stretch stretch, int limit, CancellationToken cancellationToken)
    {
        switch (stretch)
        {
            case { Before: null, After: null, Around: { } around }:
                return around < 0
                    ? NotANumber("around")
                    : await AroundAsync(me, conversationId, around, limit, cancellationToken);
            case { Before: null, After: { } after, Around: null }:
                return after < 0
                    ? NotANumber("after")
                    : await OneWayAsync(me, conversationId, ForwardSql, after, limit, cancellationToken);
            case { After: null, Around: null }:
                return stretch.Before < 0
                    ? NotANumber("before")
                    : await OneWayAsync(
                        me, conversationId, BackwardSql, stretch.Before ?? long.MaxValue, limit, cancellationToken);
            default:
                return Problem.Invalid("before", "One of before, after and around, not several.");
        }
    }

    public async Task<Outcome<EventPage>> EventsAsync(
        Guid me, Guid conversationId, long after, int limit, CancellationToken cancellationToken)
    {
        if (after < 0)
        {
            return Problem.Invalid("after", "The number of the last event that you have, or 0.");
        }

        return await events.AskAsync(new EventsQuestion(me, conversationId, after, limit), cancellationToken) is { } page
            ? page
            : ConversationProblems.NotFound;
    }

    private static Problem NotANumber(string field) => Problem.Invalid(field, "A number of an event, or 0.");

    private async Task<Outcome<MessagePage>> OneWayAsync(
        Guid me, Guid conversationId, string sql, long from, int limit, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(HeadCommand(me, conversationId));
        batch.BatchCommands.Add(StretchCommand(me, conversationId, sql, from, limit));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return ConversationProblems.NotFound;
        }

        var rows = await NextAsync(reader, cancellationToken);
        return new MessagePage([.. rows.Take(limit).OrderBy(message => message.Seq)], rows.Count > limit);
    }

    /// <summary>
    /// The half before the number and the other from it on. At either end of the history a page is shorter than it could be.
    /// </summary>
    private async Task<Outcome<MessagePage>> AroundAsync(
        Guid me, Guid conversationId, long around, int limit, CancellationToken cancellationToken)
    {
        var (before, after) = (limit / 2, limit - (limit / 2));
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(HeadCommand(me, conversationId));
        batch.BatchCommands.Add(StretchCommand(me, conversationId, BackwardSql, around, before));
        batch.BatchCommands.Add(StretchCommand(me, conversationId, ForwardSql, Math.Max(around - 1, 0), after));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return ConversationProblems.NotFound;
        }

        var earlier = await NextAsync(reader, cancellationToken);
        var later = await NextAsync(reader, cancellationToken);
        var (hasBefore, hasAfter) = (earlier.Count > before, later.Count > after);
        return new MessagePage(
            [.. earlier.Take(before).Reverse(), .. later.Take(after)], hasBefore || hasAfter, hasBefore, hasAfter);
    }

    /// <summary>Up to one row more than asked for.</summary>
    private static async Task<List<Message>> NextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Message>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(MessageRow.Read(reader));
        }

        return rows;
    }

    private static NpgsqlBatchCommand HeadCommand(Guid me, Guid conversationId) => new(HeadSql)
    {
        Parameters = { new() { Value = conversationId }, new() { Value = me } },
    };

    private static NpgsqlBatchCommand StretchCommand(Guid me, Guid conversationId, string sql, long from, int limit) => new(sql)
    {
        Parameters =
        {
            new() { Value = conversationId },
            new() { Value = from },
            new() { Value = limit + 1 },
            new() { Value = me },
        },
    };
}

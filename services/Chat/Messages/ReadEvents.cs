using Npgsql;
using OneVOne.Chat.Data;

namespace OneVOne.Chat.Messages;

/// <summary>What happened in a conversation after a number.</summary>
/// <param name="Items">Without a gap from the number that was asked for, or from where the reader's own time begins.</param>
/// <param name="Head">The number of the conversation's last event.</param>
public sealed record EventPage(IReadOnlyList<ChatEvent> Items, long Head, bool HasMore);

/// <summary>What happened in a conversation after a number, for one of its members.</summary>
internal sealed record EventsQuestion(Guid Me, Guid ConversationId, long After, int Limit);

/// <summary>
/// Tells clients that come back what they missed. When a replica ends, all of its clients come back at once: those who wait are
/// answered by one query.
/// </summary>
internal sealed class ReadEvents
{
    // One row without an event where there is none to tell; no row where the conversation is not theirs.
    private static readonly string Sql =
        $"""
        SELECT asked.number, r.head_seq, e.seq IS NOT NULL,
            m.seq IN (SELECT h.seq FROM hidden_messages h WHERE h.user_id = asked.me AND h.conversation_id = asked.conversation_id),
            {EventRow.Columns("asked.me", "asked.conversation_id")}
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS asked (me, conversation_id, after_seq, bound, number)
        CROSS JOIN LATERAL readable(asked.conversation_id, asked.me) r
        LEFT JOIN LATERAL events_after(asked.conversation_id, greatest(asked.after_seq, r.history_from), asked.bound) e ON true
        {EventRow.Joins}
        ORDER BY asked.number, e.seq
        """;

    private readonly ReadingDatabase database;
    private readonly JointRead<EventsQuestion, EventPage?> questions;

    public ReadEvents(ReadingDatabase database)
    {
        this.database = database;
        questions = new("events", ChatLimits.EventsBatch, AnswerAsync);
    }

    /// <summary>Null when there is no such conversation or it is not theirs.</summary>
    public Task<EventPage?> AskAsync(EventsQuestion question, CancellationToken cancellationToken) =>
        questions.AskAsync(question, cancellationToken);

    private async Task<IReadOnlyList<EventPage?>> AnswerAsync(IReadOnlyList<EventsQuestion> asked)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = asked.Select(question => question.Me).ToArray() });
        command.Parameters.Add(new() { Value = asked.Select(question => question.ConversationId).ToArray() });
        command.Parameters.Add(new() { Value = asked.Select(question => question.After).ToArray() });
        // One more than asked for tells whether there is more.
        command.Parameters.Add(new() { Value = asked.Select(question => question.Limit + 1).ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var heads = new Dictionary<long, long>();
        var events = new List<(long Number, ChatEvent Event)>();
        while (await reader.ReadAsync())
        {
            var number = reader.GetInt64(0);
            heads[number] = reader.GetInt64(1);
            if (reader.GetBoolean(2))
            {
                events.Add((number, Read(reader)));
            }
        }

        var eventsOf = events.ToLookup(row => row.Number, row => row.Event);
        return [.. asked.Select((question, i) => heads.TryGetValue(i + 1, out var head)
            ? PageOf(eventsOf[i + 1].ToList(), head, question.Limit)
            : null)];
    }

    private static EventPage PageOf(List<ChatEvent> rows, long head, int limit) =>
        new([.. rows.Take(limit)], head, rows.Count > limit);

    /// <summary>What the person deleted for themselves keeps its number and loses its text.</summary>
    private static ChatEvent Read(NpgsqlDataReader reader) =>
        (EventRow.Read(reader, 4), !reader.IsDBNull(3) && reader.GetBoolean(3)) switch
        {
            (Message message, true) => message with { Body = "", Data = null, Hidden = true },
            (Change { Message: { } message } change, true) =>
                change with { Message = message with { Body = "", Data = null, Hidden = true } },
            var (happened, _) => happened,
        };
}

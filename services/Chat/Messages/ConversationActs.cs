using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Runs an act that changes a conversation and tells it: one transaction, one round trip. The act is a SQL function that locks
/// the conversation's row before it looks at anything, decides, changes with <c>record_change</c> and <c>record_notice</c>,
/// and returns its verdict: <c>done</c>, or the name of a refusal with nothing changed. What it recorded is read in the same
/// transaction, and told after the commit.
/// </summary>
internal sealed class ConversationActs(NpgsqlDataSource dataSource, EventBroadcast broadcast)
{
    private const int EventColumn = 2;

    // Its own statement, as it is to see what the act wrote.
    private static readonly string RecordedSql =
        $"""
        SELECT c.low_user_id, c.high_user_id, {EventRow.Columns("NULL::uuid", "c.id")}
        FROM recorded_events() r
        JOIN conversations c ON c.id = r.conversation_id
        CROSS JOIN LATERAL events_after(r.conversation_id, r.seq - 1, 1) e
        {EventRow.Joins}
        ORDER BY c.id, e.seq
        """;

    /// <param name="function">The call, such as <c>pin_message($1, $2)</c>.</param>
    public async Task<Act> ExecuteAsync(
        string function, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var (verdict, recorded) = await RunAsync(batch, function, parameters, cancellationToken);
        Tell(recorded);
        return new Act(verdict, [.. recorded.Select(item => item.Event)]);
    }

    /// <summary>Runs an act as a part of a transaction that is open. What it recorded is told by the answer, after the commit.</summary>
    /// <inheritdoc cref="ExecuteAsync" path="/param"/>
    public async Task<Action> ExecuteWithinAsync(
        NpgsqlTransaction transaction,
        string function,
        IReadOnlyList<NpgsqlParameter> parameters,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var (_, recorded) = await RunAsync(batch, function, parameters, cancellationToken);
        return () => Tell(recorded);
    }

    private static async Task<(string Verdict, List<(ChatEvent Event, Audience Audience)> Recorded)> RunAsync(
        NpgsqlBatch batch, string function, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        var act = new NpgsqlBatchCommand($"SELECT {function}");
        foreach (var parameter in parameters)
        {
            act.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(act);
        batch.BatchCommands.Add(new(RecordedSql));
        var recorded = new List<(ChatEvent Event, Audience Audience)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var verdict = reader.GetString(0);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            recorded.Add((EventRow.Read(reader, EventColumn), Audience.Read(reader, 0)));
        }

        // Past the end of the last result: only then has the transaction committed, where it is this batch's own.
        await reader.NextResultAsync(cancellationToken);
        return (verdict, recorded);
    }

    private void Tell(List<(ChatEvent Event, Audience Audience)> recorded) =>
        broadcast.Enqueue([.. recorded.Select(item => new Told(item.Event, item.Audience))]);
}

/// <summary>What an act came to.</summary>
internal sealed record Act(string Verdict, IReadOnlyList<ChatEvent> Events)
{
    public bool IsDone => Verdict == "done";

    /// <summary>The message as the act left it; null when it recorded none.</summary>
    public Message? Message => Events switch
    {
        [.., Change { Message: { } message }] => message,
        [.., Message message] => message,
        _ => null,
    };
}

/// <summary>Who hears of an event: the two of a direct conversation, or the group of the conversation.</summary>
internal sealed record Audience((Guid Low, Guid High)? Pair)
{
    /// <summary>From the columns low_user_id and high_user_id.</summary>
    public static Audience Read(NpgsqlDataReader reader, int first) =>
        new(reader.IsDBNull(first) ? null : (reader.GetGuid(first), reader.GetGuid(first + 1)));
}

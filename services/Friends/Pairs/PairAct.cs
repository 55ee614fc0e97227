using System.Diagnostics;
using Npgsql;

namespace OneVOne.Friends.Pairs;

/// <summary>
/// One act on a pair in one round trip and one transaction: a statement that changes the pair, if it may be changed so,
/// and then the pair as it is now. Whose act comes second in a race finds the other's outcome, never a half of it.
/// </summary>
internal static class PairAct
{
    /// <param name="change">
    /// Ends in an INSERT into the outbox of one row for the pair that it changed: pair and event are one statement, and
    /// there was a change exactly when there is an event. It has <c>@traceparent</c> beside the given parameters.
    /// </param>
    /// <param name="which">The condition that finds the pair again.</param>
    public static async Task<(bool Changed, Pair? Pair)> RunAsync(
        this NpgsqlDataSource database,
        string change,
        string which,
        IReadOnlyCollection<(string Name, object Value)> parameters,
        CancellationToken cancellationToken)
    {
        var changing = new NpgsqlBatchCommand(change);
        var reading = new NpgsqlBatchCommand($"{Pair.Select} WHERE {which}");
        foreach (var (name, value) in parameters)
        {
            changing.Parameters.AddWithValue(name, value);
            reading.Parameters.AddWithValue(name, value);
        }

        changing.Parameters.AddWithValue("traceparent", (object?)Activity.Current?.Id ?? DBNull.Value);
        // A batch is one transaction, in which each statement sees what had been committed when it began.
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(changing);
        batch.BatchCommands.Add(reading);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var pair = await reader.ReadAsync(cancellationToken) ? Pair.Read(reader) : null;
        return (changing.RecordsAffected == 1, pair);
    }
}

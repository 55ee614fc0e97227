using System.Diagnostics;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Friends.Pairs;

/// <summary>
/// One act on a pair in one round trip and one transaction: first both people are locked, the lower id first; then one
/// statement decides, changes the pair and tells of it; then the pair is read as it is now. Acts of the same two people,
/// and all that count somebody's friends or requests, come one after the other, so what a statement sees at its beginning
/// holds to its end. Who comes second in a race finds the other's outcome, never a half of it.
/// </summary>
internal static class PairAct
{
    /// <summary>Locks <c>@me</c> and <c>@other</c>. In one order for all, or two acts would wait for each other.</summary>
    public const string LockBoth =
        "SELECT user_id FROM people WHERE user_id IN (@me, @other) ORDER BY user_id FOR NO KEY UPDATE";

    /// <summary>Locks the two of <c>@request</c>, if <c>@me</c> is one of them.</summary>
    public const string LockOfRequest =
        """
        SELECT user_id FROM people
        WHERE user_id IN (
            SELECT unnest(ARRAY[low_user_id, high_user_id]) FROM pairs
            WHERE request_id = @request AND @me IN (low_user_id, high_user_id))
        ORDER BY user_id FOR NO KEY UPDATE
        """;

    /// <summary>Who acts may be known by their token alone; without a row there would be nothing to lock.</summary>
    public const string RememberMe =
        """
        INSERT INTO people (user_id, username, display_name, version) VALUES (@me, @name, @name, 0)
        ON CONFLICT (user_id) DO NOTHING
        """;

    private static readonly (string Name, Type Event)[] Events =
    [
        ("relationshipChanged", typeof(RelationshipChanged)),
        ("requestSent", typeof(FriendRequestSent)),
        ("requestAccepted", typeof(FriendRequestAccepted)),
        ("requestClosed", typeof(FriendRequestClosed)),
    ];

    /// <param name="me">Who acts: <c>@me</c>.</param>
    /// <param name="locking">One of the two above.</param>
    /// <param name="change">
    /// A statement that gives one row, the word of its verdict and how long to wait if that is what it came to. It writes
    /// pair and events in the same breath. It has <c>@traceparent</c> and the names of the events beside the given
    /// parameters.
    /// </param>
    /// <param name="which">The condition on <c>pair</c> that finds it again; null when nobody asks for it.</param>
    public static async Task<Verdict> RunAsync(
        this NpgsqlDataSource database,
        CurrentUser me,
        string locking,
        string change,
        string? which,
        IReadOnlyCollection<(string Name, object Value)> parameters,
        CancellationToken cancellationToken)
    {
        // A batch is one transaction, in which each statement sees what had been committed when it began.
        await using var batch = database.CreateBatch();
        string[] statements =
            [RememberMe, locking, change, .. which is null ? Array.Empty<string>() : [$"{Pair.Select} WHERE {which}"]];
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.AddWithValue("me", me.Id);
            command.Parameters.AddWithValue("name", me.Username);
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            foreach (var (name, type) in Events)
            {
                command.Parameters.AddWithValue(name, type.FullName!);
            }

            command.Parameters.AddWithValue("traceparent", (object?)Activity.Current?.Id ?? DBNull.Value);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (word, wait) = (reader.GetString(0), reader.FieldCount > 1 ? reader.GetFieldValue<TimeSpan?>(1) : null);
        var isThere = await reader.NextResultAsync(cancellationToken) && await reader.ReadAsync(cancellationToken);
        return new(word, wait, isThere ? Pair.Read(reader) : null);
    }
}

/// <summary>What an act came to.</summary>
/// <param name="Word">The statement's own word for it.</param>
/// <param name="Wait">How long until the same may be tried again, where time is what is missing.</param>
/// <param name="Pair">What is between the two now.</param>
internal sealed record Verdict(string Word, TimeSpan? Wait, Pair? Pair);

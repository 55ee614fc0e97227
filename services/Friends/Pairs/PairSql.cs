namespace OneVOne.Friends.Pairs;

/// <summary>What the statements of several acts have in common.</summary>
internal static class PairSql
{
    /// <summary>The condition on the pair of <c>@me</c> and <c>@other</c>.</summary>
    public const string OfBoth =
        "pair.low_user_id = LEAST(@me, @other) AND pair.high_user_id = GREATEST(@me, @other)";

    /// <summary>
    /// One time for all that a statement writes. Not <c>now()</c>: that is the transaction's beginning, before the wait for
    /// its locks, and a later act would seem to be the earlier.
    /// </summary>
    public const string Clock = "clock AS MATERIALIZED (SELECT clock_timestamp() AS now)";

    /// <summary>Whether one of <c>@me</c> and <c>@other</c> has no account any more.</summary>
    public const string OneIsGone =
        "EXISTS (SELECT FROM people WHERE user_id IN (@me, @other) AND deleted)";

    /// <summary>How many friends the one has.</summary>
    public static string FriendsOf(string user) => $"(SELECT count(*) FROM friends_of({user}))";

    /// <summary>
    /// Makes friends of the pair <c>before</c> if <c>verdict.word</c> is <c>accept</c>, and tells of it. Whoever was
    /// declined before is not any more.
    /// </summary>
    public const string Befriend =
        """
        befriended AS (
            UPDATE pairs AS pair SET
                state = 'friends', friends_since = clock.now, note = NULL, low_declined_at = NULL, high_declined_at = NULL,
                version = pair.version + 1, changed_at = clock.now
            FROM before, verdict, clock
            WHERE verdict.word = 'accept'
                AND pair.low_user_id = before.low_user_id AND pair.high_user_id = before.high_user_id
            RETURNING pair
        ), befriended_told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @relationshipChanged, relationship_changed(pair), @traceparent FROM befriended
            UNION ALL
            SELECT @requestAccepted, jsonb_build_object(
                'requestId', (pair).request_id, 'fromUserId', (pair).requester_id, 'toUserId', (pair).receiver_id,
                'acceptedAt', (pair).friends_since, 'version', (pair).version), @traceparent
            FROM befriended
        )
        """;
}

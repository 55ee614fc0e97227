using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Friends.Friendships;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Friends.Requests;

/// <summary>
/// The three ends of a waiting request. Each may be asked for again and answers the same; whoever comes after another end
/// is told that. Only its receiver can accept or decline and only its sender can cancel, which the statements say.
/// </summary>
internal static class AnswerFriendRequest
{
    private const string ToMe = "pair.request_id = @request AND pair.receiver_id = @me";
    private const string FromMe = "pair.request_id = @request AND pair.requester_id = @me";

    private static readonly string AcceptIt =
        $"""
        WITH {PairSql.Clock}, before AS (
            SELECT * FROM pairs AS pair WHERE {ToMe}
        ), verdict AS (
            SELECT CASE
                WHEN before.state IS NULL THEN 'not_found'
                WHEN before.state = 'friends' THEN 'accepted_before'
                WHEN before.state <> 'pending' THEN 'answered'
                WHEN {PairSql.FriendsOf("@me")} >= @maxFriends THEN 'my_friends'
                WHEN {PairSql.FriendsOf("before.requester_id")} >= @maxFriends THEN 'their_friends'
                ELSE 'accept'
            END AS word
            FROM (SELECT) AS one LEFT JOIN before ON true
        ), {PairSql.Befriend}
        SELECT word FROM verdict
        """;

    public static async Task<Results<Ok<Friend>, ProblemHttpResult>> AcceptAsync(
        Guid id,
        CurrentUser me,
        NpgsqlDataSource database,
        IOptions<FriendshipOptions> friendships,
        CancellationToken cancellationToken)
    {
        var verdict = await database.RunAsync(
            me,
            PairAct.LockOfRequest,
            AcceptIt,
            ToMe,
            [("request", id), ("maxFriends", friendships.Value.Max)],
            cancellationToken);
        return (verdict.Word, verdict.Pair) switch
        {
            ("accept" or "accepted_before", { } pair) => TypedResults.Ok(pair.ToFriend()),
            _ => FriendRequestProblems.Of(verdict).ToResult(),
        };
    }

    public static Task<Results<NoContent, ProblemHttpResult>> DeclineAsync(
        Guid id, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        CloseAsync(id, me, database, ToMe, PairState.Declined, FriendRequestOutcome.Declined, cancellationToken);

    public static Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        Guid id, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        CloseAsync(id, me, database, FromMe, PairState.Canceled, FriendRequestOutcome.Canceled, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        Guid id,
        CurrentUser me,
        NpgsqlDataSource database,
        string whose,
        PairState closed,
        FriendRequestOutcome outcome,
        CancellationToken cancellationToken)
    {
        // Of the two only who is declined must wait before asking again.
        var close =
            $"""
            WITH {PairSql.Clock}, before AS (
                SELECT * FROM pairs AS pair WHERE {whose}
            ), closed AS (
                UPDATE pairs AS pair SET
                    state = lower(@state),
                    note = NULL,
                    low_declined_at = CASE
                        WHEN @state = 'Declined' AND pair.requester_id = pair.low_user_id THEN clock.now
                        ELSE pair.low_declined_at END,
                    high_declined_at = CASE
                        WHEN @state = 'Declined' AND pair.requester_id = pair.high_user_id THEN clock.now
                        ELSE pair.high_declined_at END
                FROM clock
                WHERE {whose} AND pair.state = 'pending'
                RETURNING pair
            ), told AS (
                INSERT INTO outbox (type, body, traceparent)
                SELECT @requestClosed, jsonb_build_object(
                    'requestId', (pair).request_id, 'fromUserId', (pair).requester_id, 'toUserId', (pair).receiver_id,
                    'outcome', @outcome, 'closedAt', clock.now), @traceparent
                FROM closed, clock
            )
            SELECT CASE
                WHEN before.state IS NULL THEN 'not_found'
                WHEN before.state IN ('pending', lower(@state)) THEN 'closed'
                ELSE 'answered'
            END
            FROM (SELECT) AS one LEFT JOIN before ON true
            """;
        var verdict = await database.RunAsync(
            me,
            PairAct.LockOfRequest,
            close,
            which: null,
            [("request", id), ("state", closed.ToString()), ("outcome", (int)outcome)],
            cancellationToken);
        return verdict.Word == "closed" ? TypedResults.NoContent() : FriendRequestProblems.Of(verdict).ToResult();
    }
}

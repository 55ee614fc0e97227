using Microsoft.AspNetCore.Http.HttpResults;
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

    private const string AcceptIt =
        $"""
        WITH accepted AS (
            UPDATE pairs AS pair SET state = 'friends', friends_since = clock_timestamp(), version = version + 1
            WHERE {ToMe} AND state = 'pending'
            RETURNING *
        )
        INSERT INTO outbox (type, body, traceparent)
        SELECT @event, jsonb_build_object(
            'requestId', request_id, 'fromUserId', requester_id, 'toUserId', receiver_id,
            'acceptedAt', friends_since, 'version', version), @traceparent
        FROM accepted
        """;

    public static async Task<Results<Ok<Friend>, ProblemHttpResult>> AcceptAsync(
        Guid id, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var (_, pair) = await database.RunAsync(
            AcceptIt,
            ToMe,
            [("request", id), ("me", me.Id), ("event", typeof(FriendRequestAccepted).FullName!)],
            cancellationToken);
        return pair switch
        {
            null => FriendRequestProblems.NotFound.ToResult(),
            { State: PairState.Friends } => TypedResults.Ok(pair.ToFriend()),
            _ => FriendRequestProblems.AlreadyAnswered.ToResult(),
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
        var close =
            $"""
            WITH closed AS (
                UPDATE pairs AS pair SET state = lower(@state), version = version + 1
                WHERE {whose} AND state = 'pending'
                RETURNING *
            )
            INSERT INTO outbox (type, body, traceparent)
            SELECT @event, jsonb_build_object(
                'requestId', request_id, 'fromUserId', requester_id, 'toUserId', receiver_id,
                'outcome', @outcome, 'closedAt', clock_timestamp()), @traceparent
            FROM closed
            """;
        var (_, pair) = await database.RunAsync(
            close,
            whose,
            [
                ("request", id),
                ("me", me.Id),
                ("state", closed.ToString()),
                ("event", typeof(FriendRequestClosed).FullName!),
                ("outcome", (int)outcome),
            ],
            cancellationToken);
        return pair switch
        {
            null => FriendRequestProblems.NotFound.ToResult(),
            { State: var state } when state == closed => TypedResults.NoContent(),
            _ => FriendRequestProblems.AlreadyAnswered.ToResult(),
        };
    }
}

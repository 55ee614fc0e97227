using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Friends.Pairs;
using OneVOne.Friends.People;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Requests;

/// <summary>Who is asked: by name or by id, one of the two.</summary>
internal sealed record SendFriendRequest(string? Username = null, Guid? UserId = null)
{
    // An answer to the other's waiting request if there is one, so that crossing requests become one friendship; a new
    // request if there is none. Where neither may be, the row is left alone but locked, so what is read after it is what
    // it was left for. clock_timestamp() rather than now(): the lock may have been waited for.
    private const string Ask =
        """
        WITH known AS (
            INSERT INTO people VALUES (@me, @name, @name, 0) ON CONFLICT (user_id) DO NOTHING
        ), asked AS (
            INSERT INTO pairs AS pair (low_user_id, high_user_id, state, version, request_id, requester_id, requested_at)
            VALUES (LEAST(@me, @other), GREATEST(@me, @other), 'pending', 1, @request, @me, clock_timestamp())
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE SET
                state = CASE pair.state WHEN 'pending' THEN 'friends' ELSE 'pending' END,
                friends_since = CASE pair.state WHEN 'pending' THEN clock_timestamp() END,
                request_id = CASE pair.state WHEN 'pending' THEN pair.request_id ELSE excluded.request_id END,
                requester_id = CASE pair.state WHEN 'pending' THEN pair.requester_id ELSE excluded.requester_id END,
                requested_at = CASE pair.state WHEN 'pending' THEN pair.requested_at ELSE clock_timestamp() END,
                version = pair.version + 1
            WHERE pair.state <> 'friends' AND (pair.state <> 'pending' OR pair.requester_id <> @me)
            RETURNING *
        )
        INSERT INTO outbox (type, body, traceparent)
        SELECT
            CASE state WHEN 'pending' THEN @sent ELSE @accepted END,
            jsonb_build_object('requestId', request_id, 'fromUserId', requester_id, 'toUserId', receiver_id)
                || CASE state
                    WHEN 'pending' THEN jsonb_build_object('sentAt', requested_at)
                    ELSE jsonb_build_object('acceptedAt', friends_since, 'version', version)
                END,
            @traceparent
        FROM asked
        """;

    private const string Which = "pair.low_user_id = LEAST(@me, @other) AND pair.high_user_id = GREATEST(@me, @other)";

    public static async Task<Results<Created<FriendRequest>, Ok<FriendRequest>, ProblemHttpResult>> HandleAsync(
        SendFriendRequest body,
        CurrentUser me,
        HttpRequest http,
        PeopleDirectory people,
        NpgsqlDataSource database,
        CancellationToken cancellationToken)
    {
        var found = await body.FindAsync(me, people, http.Headers.Authorization.ToString(), cancellationToken);
        if (found.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        var (changed, pair) = await database.RunAsync(
            Ask,
            Which,
            [
                ("me", me.Id),
                ("name", me.Username),
                ("other", found.Value.Id),
                ("request", Guid.CreateVersion7()),
                ("sent", typeof(FriendRequestSent).FullName!),
                ("accepted", typeof(FriendRequestAccepted).FullName!),
            ],
            cancellationToken);
        return (changed, pair) switch
        {
            (true, { State: PairState.Pending }) => TypedResults.Created((string?)null, pair.ToRequest()),
            (true, { State: PairState.Friends }) => TypedResults.Ok(pair.ToRequest()),
            (false, { State: PairState.Pending }) => TypedResults.Ok(pair.ToRequest()),
            (false, { State: PairState.Friends }) => FriendRequestProblems.AlreadyFriends.ToResult(),
            _ => throw new UnreachableException($"Asking left the pair {pair?.State}."),
        };
    }

    private async Task<Outcome<Person>> FindAsync(
        CurrentUser me, PeopleDirectory people, string authorization, CancellationToken cancellationToken)
    {
        switch (this)
        {
            case { Username: null, UserId: null } or { Username: not null, UserId: not null }:
                return Problem.Invalid("username", "Say whom to ask: either username or userId.");
            case { Username.Length: 0 or > FriendsLimits.UsernameMaxLength }:
                return Problem.Invalid("username", $"A user name has 1 to {FriendsLimits.UsernameMaxLength} characters.");
        }

        if (UserId == me.Id || string.Equals(Username, me.Username, StringComparison.OrdinalIgnoreCase))
        {
            return FriendRequestProblems.ToSelf;
        }

        var found = UserId is { } id
            ? await people.FindByIdAsync(id, authorization, cancellationToken)
            : await people.FindByNameAsync(Username!, authorization, cancellationToken);
        // By a former name, which the projection may still hold.
        return found.Problem is null && found.Value.Id == me.Id ? FriendRequestProblems.ToSelf : found;
    }
}

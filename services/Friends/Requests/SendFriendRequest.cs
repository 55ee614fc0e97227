using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Friends.Friendships;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Acquaintances;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Requests;

/// <summary>Who is asked: by name or by id, one of the two.</summary>
/// <param name="Note">What the asker wants to say with it.</param>
internal sealed record SendFriendRequest(string? Username = null, Guid? UserId = null, string? Note = null)
{
    // An answer to the other's waiting request if there is one, so that crossing requests become one friendship; a new
    // request if there is none. What is between the two comes before what others must not learn by asking (block, privacy:
    // the same word, and privacy first, so that a block takes no less time to answer), and that before what is only a matter of
    // numbers.
    private static readonly string Ask =
        $"""
        WITH {PairSql.Clock}, before AS (
            SELECT * FROM pairs AS pair WHERE {PairSql.OfBoth}
        ), allowance AS (
            SELECT GREATEST(coalesce((SELECT spent_until FROM request_allowances WHERE user_id = @me), '-infinity'), now)
                + @each AS spent_until
            FROM clock
        ), asker AS (
            SELECT CASE WHEN @me < @other THEN low_declined_at ELSE high_declined_at END + @cooldown AS waits_until
            FROM (SELECT) AS one LEFT JOIN before ON true
        ), verdict AS (
            SELECT
                CASE
                    WHEN {PairSql.OneIsGone} THEN 'gone'
                    WHEN before.state = 'friends' THEN 'friends'
                    WHEN before.state = 'pending' AND before.requester_id = @me THEN 'asked_before'
                    WHEN before.state IS DISTINCT FROM 'pending' AND NOT takes_requests_of(@other, @me, true) THEN 'not_allowed'
                    WHEN before.state IS DISTINCT FROM 'pending' AND NOT takes_requests_of(@other, @me, @acquainted)
                        THEN 'not_acquainted'
                    WHEN before.low_blocks_high OR before.high_blocks_low THEN 'not_allowed'
                    WHEN {PairSql.FriendsOf("@me")} >= @maxFriends THEN 'my_friends'
                    WHEN before.state = 'pending' AND {PairSql.FriendsOf("@other")} >= @maxFriends THEN 'their_friends'
                    WHEN before.state = 'pending' THEN 'accept'
                    WHEN asker.waits_until > clock.now THEN 'declined'
                    WHEN (SELECT count(*) FROM pairs WHERE requester_id = @me AND state = 'pending') >= @maxOutgoing
                        THEN 'outgoing'
                    WHEN (SELECT count(*) FROM pairs WHERE receiver_id = @other AND state = 'pending') >= @maxIncoming
                        THEN 'incoming'
                    WHEN allowance.spent_until > clock.now + interval '1 hour' THEN 'rate'
                    ELSE 'ask'
                END AS word
            FROM clock, allowance, asker LEFT JOIN before ON true
        ), {PairSql.Befriend}, asked AS (
            INSERT INTO pairs AS pair (low_user_id, high_user_id, state, request_id, requester_id, requested_at, note)
            SELECT LEAST(@me, @other), GREATEST(@me, @other), 'pending', @request, @me, clock.now, @note
            FROM verdict, clock
            WHERE verdict.word = 'ask'
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE SET
                state = excluded.state, request_id = excluded.request_id, requester_id = excluded.requester_id,
                requested_at = excluded.requested_at, note = excluded.note
            RETURNING pair
        ), spent AS (
            INSERT INTO request_allowances (user_id, spent_until)
            SELECT @me, allowance.spent_until FROM allowance, asked
            ON CONFLICT (user_id) DO UPDATE SET spent_until = excluded.spent_until
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @requestSent, jsonb_build_object(
                'requestId', (pair).request_id, 'fromUserId', (pair).requester_id, 'toUserId', (pair).receiver_id,
                'sentAt', (pair).requested_at, 'note', (pair).note), @traceparent
            FROM asked
        )
        SELECT
            verdict.word,
            CASE verdict.word
                WHEN 'declined' THEN asker.waits_until - clock.now
                WHEN 'rate' THEN allowance.spent_until - clock.now - interval '1 hour'
            END
        FROM verdict, asker, allowance, clock
        """;

    public static async Task<Results<Created<FriendRequest>, Ok<FriendRequest>, ProblemHttpResult>> HandleAsync(
        SendFriendRequest body,
        CurrentUser me,
        HttpRequest http,
        PeopleDirectory people,
        SharedConversations conversations,
        NpgsqlDataSource database,
        IOptions<RequestOptions> limits,
        IOptions<FriendshipOptions> friendships,
        CancellationToken cancellationToken)
    {
        var found = await body.FindAsync(me, people, http.Headers.Authorization.ToString(), cancellationToken);
        if (found.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        // Chat is asked only before what would be a refusal, while no lock is held; the statement then decides anew.
        var other = found.Value.Id;
        var verdict = await AskAsync(acquainted: false);
        if (verdict.Word == "not_acquainted"
            && await conversations.AreAcquaintedAsync(new(me.Id, other), cancellationToken))
        {
            verdict = await AskAsync(acquainted: true);
        }

        return (verdict.Word, verdict.Pair) switch
        {
            ("ask", { } pair) => TypedResults.Created((string?)null, pair.ToRequest()),
            ("accept" or "asked_before", { } pair) => TypedResults.Ok(pair.ToRequest()),
            _ => FriendRequestProblems.Of(verdict).ToResult(),
        };

        Task<Verdict> AskAsync(bool acquainted) => database.RunAsync(
            me,
            PairAct.LockBoth,
            Ask,
            PairSql.OfBoth,
            [
                ("other", other),
                ("acquainted", acquainted),
                ("request", Guid.CreateVersion7()),
                ("note", body.Note?.Trim() is { Length: > 0 } note ? note : DBNull.Value),
                ("maxFriends", friendships.Value.Max),
                ("maxOutgoing", limits.Value.MaxOutgoing),
                ("maxIncoming", limits.Value.MaxIncoming),
                ("cooldown", limits.Value.DeclineCooldown),
                ("each", TimeSpan.FromHours(1) / limits.Value.PerHour),
            ],
            cancellationToken);
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
            case { Note.Length: > FriendsLimits.NoteMaxLength }:
                return Problem.Invalid("note", $"A note has {FriendsLimits.NoteMaxLength} characters at most.");
        }

        if (UserId == me.Id || string.Equals(Username, me.Username, StringComparison.OrdinalIgnoreCase))
        {
            return FriendRequestProblems.ToSelf;
        }

        var found = UserId is { } id
            ? await people.FindAsync(id, authorization, cancellationToken)
            : await people.FindByNameAsync(Username!, authorization, cancellationToken);
        // By a former name, which the projection may still hold.
        return found.Problem is null && found.Value.Id == me.Id ? FriendRequestProblems.ToSelf : found;
    }
}

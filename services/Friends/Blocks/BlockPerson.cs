using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Blocks;

/// <summary>
/// A person does not want to hear from another, or does again. One row of two people holds both directions beside the
/// friendship, so the block and the end of all that stands against it are one change under one version.
/// </summary>
internal static class BlockPerson
{
    private const string IBlock = "CASE WHEN @me < @other THEN pair.low_blocks_high ELSE pair.high_blocks_low END";

    private const string Block =
        $"""
        WITH {PairSql.Clock}, before AS (
            SELECT * FROM pairs AS pair WHERE {PairSql.OfBoth}
        ), verdict AS (
            SELECT CASE
                WHEN {PairSql.OneIsGone} THEN 'gone'
                WHEN (SELECT {IBlock} FROM before AS pair) THEN 'blocked_before'
                WHEN (SELECT count(*) FROM pairs WHERE low_user_id = @me AND low_blocks_since IS NOT NULL)
                    + (SELECT count(*) FROM pairs WHERE high_user_id = @me AND high_blocks_since IS NOT NULL) >= @max THEN 'limit'
                ELSE 'block'
            END AS word
        ), blocked AS (
            INSERT INTO pairs AS pair
                (low_user_id, high_user_id, state, low_blocks_since, high_blocks_since, version, changed_at)
            SELECT
                LEAST(@me, @other), GREATEST(@me, @other), 'none',
                CASE WHEN @me < @other THEN clock.now END, CASE WHEN @me > @other THEN clock.now END, 1, clock.now
            FROM verdict, clock
            WHERE verdict.word = 'block'
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE SET
                state = CASE pair.state WHEN 'friends' THEN 'ended' WHEN 'pending' THEN 'withdrawn' ELSE pair.state END,
                friends_since = NULL,
                note = NULL,
                low_blocks_since = coalesce(pair.low_blocks_since, excluded.low_blocks_since),
                high_blocks_since = coalesce(pair.high_blocks_since, excluded.high_blocks_since),
                version = pair.version + 1,
                changed_at = excluded.changed_at
            RETURNING pair
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @relationshipChanged, relationship_changed(pair), @traceparent FROM blocked
            UNION ALL
            SELECT @requestClosed, jsonb_build_object(
                'requestId', before.request_id, 'fromUserId', before.requester_id, 'toUserId', before.receiver_id,
                'outcome', @outcome, 'closedAt', clock.now), @traceparent
            FROM blocked, before, clock
            WHERE before.state = 'pending'
        )
        SELECT word FROM verdict
        """;

    private const string Unblock =
        $"""
        WITH {PairSql.Clock}, unblocked AS (
            UPDATE pairs AS pair SET
                low_blocks_since = CASE WHEN @me > @other THEN pair.low_blocks_since END,
                high_blocks_since = CASE WHEN @me < @other THEN pair.high_blocks_since END,
                version = pair.version + 1,
                changed_at = clock.now
            FROM clock
            WHERE {PairSql.OfBoth} AND {IBlock}
            RETURNING pair
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @relationshipChanged, relationship_changed(pair), @traceparent FROM unblocked
        )
        SELECT 'unblocked'
        """;

    private static readonly Problem OfSelf = new(400, "block.of_self", "Nobody can block themself; name another person.");

    private static readonly Problem TooMany = Problem.Conflict(
        "block.limit_reached", "You block as many people as one can; unblock somebody first.");

    public static async Task<Results<NoContent, ProblemHttpResult>> BlockAsync(
        Guid userId,
        CurrentUser me,
        HttpRequest http,
        PeopleDirectory people,
        NpgsqlDataSource database,
        IOptions<BlockOptions> options,
        CancellationToken cancellationToken)
    {
        if (userId == me.Id)
        {
            return OfSelf.ToResult();
        }

        var found = await people.FindAsync(userId, http.Headers.Authorization.ToString(), cancellationToken);
        if (found.Problem is { } unknown)
        {
            return unknown.ToResult();
        }

        var verdict = await database.RunAsync(
            me,
            PairAct.LockBoth,
            Block,
            which: null,
            [("other", userId), ("max", options.Value.Max), ("outcome", (int)FriendRequestOutcome.Withdrawn)],
            cancellationToken);
        return verdict.Word switch
        {
            "gone" => PeopleDirectory.NotFound.ToResult(),
            "limit" => TooMany.ToResult(),
            _ => TypedResults.NoContent(),
        };
    }

    public static async Task<NoContent> UnblockAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await database.RunAsync(me, PairAct.LockBoth, Unblock, which: null, [("other", userId)], cancellationToken);
        return TypedResults.NoContent();
    }
}

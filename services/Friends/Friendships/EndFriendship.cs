using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Friendships;

internal static class EndFriendship
{
    private const string End =
        $"""
        WITH {PairSql.Clock}, ended AS (
            UPDATE pairs AS pair
            SET state = 'ended', friends_since = NULL, version = pair.version + 1, changed_at = clock.now
            FROM clock
            WHERE {PairSql.OfBoth} AND pair.state = 'friends'
            RETURNING pair
        ), told AS (
            INSERT INTO outbox (type, body, traceparent)
            SELECT @relationshipChanged, relationship_changed(pair), @traceparent FROM ended
        )
        SELECT CASE WHEN EXISTS (SELECT FROM ended) THEN 'ended' ELSE 'not_friends' END
        """;

    private static readonly Problem NotFriends =
        Problem.NotFound("friendship.not_found", "The two of you are not friends.");

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid userId, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var verdict = await database.RunAsync(
            me, PairAct.LockBoth, End, which: null, [("other", userId)], cancellationToken);
        return verdict.Word == "ended" ? TypedResults.NoContent() : NotFriends.ToResult();
    }
}

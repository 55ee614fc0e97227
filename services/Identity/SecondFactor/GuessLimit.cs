using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.SecondFactor;

/// <summary>
/// How often someone who is past the password, or has a session, may guess at what is left. After
/// <see cref="IdentityLimits.FreeGuesses"/> wrong ones each further guess waits twice as long as the last, up to an hour;
/// a day without guesses, or a right one, forgets them. In the database, for all replicas (ASVS 6.3.1).
/// </summary>
internal sealed class GuessLimit(IdentityDbContext db)
{
    public const string Code = "code";
    public const string Password = "password";

    /// <summary>Counts a guess before it is looked at. How long to wait when it may not be made; null when it may.</summary>
    public async Task<TimeSpan?> TakeAsync(Guid userId, string what, CancellationToken cancellationToken)
    {
        var (free, first, longest) =
            (IdentityLimits.FreeGuesses, IdentityLimits.FirstGuessWait, IdentityLimits.LongestGuessWait);
        // clock_timestamp: a guess that waited for the row of another must not see the time from before its wait.
        var taken = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO guesses AS g (user_id, what, failures, guessed_at, next_at)
            VALUES ({userId}, {what}, 1, clock_timestamp(), '-infinity')
            ON CONFLICT (user_id, what) DO UPDATE SET
                failures = CASE WHEN g.guessed_at < clock_timestamp() - interval '1 day' THEN 1 ELSE g.failures + 1 END,
                next_at = CASE WHEN g.failures + 1 < {free} OR g.guessed_at < clock_timestamp() - interval '1 day' THEN '-infinity'
                    ELSE clock_timestamp() + LEAST({first} * power(2, LEAST(g.failures + 1 - {free}, 20)), {longest}) END,
                guessed_at = clock_timestamp()
            WHERE g.next_at <= clock_timestamp()
            RETURNING failures AS "Value"
            """).ToListAsync(cancellationToken);
        return taken.Count > 0 ? null : await ReadWaitAsync(userId, what, cancellationToken);
    }

    /// <summary>After a right guess.</summary>
    public Task ForgetAsync(Guid userId, string what, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM guesses WHERE user_id = {userId} AND what = {what}", cancellationToken);

    private async Task<TimeSpan> ReadWaitAsync(Guid userId, string what, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<TimeSpan>(
            $"""
            SELECT GREATEST(next_at - clock_timestamp(), interval '1 second') AS "Value"
            FROM guesses WHERE user_id = {userId} AND what = {what}
            """).ToListAsync(cancellationToken)) is [var wait] ? wait : TimeSpan.FromSeconds(1);
}

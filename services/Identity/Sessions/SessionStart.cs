using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Operators;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// Makes the session of someone who has shown who they are. What was checked until here was read some time ago: a change of
/// the password, the second factor, the role or a suspension that came between would miss the new session when it ends the
/// others. So the account's row is locked against such a change and compared by its security stamp, which each of them renews.
/// The lock also lets the log-ins of one person take turns, so that the limit of their sessions holds.
/// </summary>
internal sealed class SessionStart(
    IdentityDbContext db, SessionIssuer issuer, AuditLog audit, IOptions<SessionOptions> options)
{
    public const string ByPassword = "password";
    public const string BySecondFactor = "password_and_code";
    public const string ByPasskey = "passkey";

    private static readonly Problem Changed =
        new(401, "login.failed", "The account was changed at this moment; log in again.");

    /// <summary>In the caller's transaction, which holds the lock until the session is there.</summary>
    public async Task<Outcome<IssuedSession>> StartAsync(User user, string method, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<Found>(
            $"""
            SELECT security_stamp = {user.SecurityStamp} AS "IsSame", suspended_until > now() AS "IsSuspended",
                suspended_until AS "Until", suspension_reason AS "Reason"
            FROM users WHERE id = {user.Id} FOR NO KEY UPDATE
            """).ToListAsync(cancellationToken);
        switch (found)
        {
            case [{ IsSuspended: true } suspended]:
                return Suspension.Problem(suspended.Until, suspended.Reason);
            case [{ IsSame: true }]:
                var session = issuer.Issue(db, user);
                audit.Record(AuditTypes.LoggedIn, user.Id, new { method });
                await db.SaveChangesAsync(cancellationToken);
                await EndTooManyAsync(user.Id, cancellationToken);
                return session;
            default:
                return Changed;
        }
    }

    private Task<int> EndTooManyAsync(Guid userId, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE sessions SET ended_at = now(), end_reason = {SessionEnd.TooMany}
        WHERE ended_at IS NULL AND id IN (
            SELECT id FROM sessions WHERE user_id = {userId} AND ended_at IS NULL AND expires_at > now()
            ORDER BY last_used_at DESC, id DESC OFFSET {options.Value.MaxPerUser})
        """,
        cancellationToken);

    private sealed record Found(bool IsSame, bool? IsSuspended, DateTimeOffset? Until, string? Reason);
}

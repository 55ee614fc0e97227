using Microsoft.EntityFrameworkCore;
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
/// </summary>
internal sealed class SessionStart(IdentityDbContext db, SessionIssuer issuer, AuditLog audit)
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
            FROM users WHERE id = {user.Id} FOR SHARE
            """).ToListAsync(cancellationToken);
        switch (found)
        {
            case [{ IsSuspended: true } suspended]:
                return Suspension.Problem(suspended.Until, suspended.Reason);
            case [{ IsSame: true }]:
                var session = issuer.Issue(db, user);
                audit.Record(AuditTypes.LoggedIn, user.Id, new { method });
                await db.SaveChangesAsync(cancellationToken);
                return session;
            default:
                return Changed;
        }
    }

    private sealed record Found(bool IsSame, bool? IsSuspended, DateTimeOffset? Until, string? Reason);
}

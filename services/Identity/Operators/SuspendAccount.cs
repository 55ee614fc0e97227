using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.SecondFactor;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

/// <param name="Reason">Told to the person.</param>
/// <param name="Until">When it ends by itself; without it only an operator ends it.</param>
public sealed record SuspendAccount(string Reason, DateTimeOffset? Until = null);

/// <summary>
/// What moderators and admins may do to whoever has a lower role. The actor's role is asked of the database by the statement
/// that acts: the one in the token may be minutes old.
/// </summary>
internal sealed class Suspending(
    IdentityDbContext db, SessionEnding ending, SecurityNotices notices, AuditLog audit, TimeProvider time)
{
    public async Task<Problem?> SuspendAsync(CurrentUser me, Guid id, SuspendAccount body, CancellationToken cancellationToken)
    {
        var (reason, until) = (body.Reason.Trim(), body.Until);
        if (reason.Length is 0 or > IdentityLimits.MaxSuspensionReasonLength || reason.Any(char.IsControl))
        {
            return Problem.Invalid("reason", $"1 to {IdentityLimits.MaxSuspensionReasonLength} characters on one line.");
        }

        if (until <= time.GetUtcNow())
        {
            return Problem.Invalid("until", "A time in the future; leave it out to suspend without an end.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var stamp = Guid.NewGuid().ToString("N");
        if (await db.Database.ExecuteSqlAsync(
            $"""
            WITH actor AS (
                SELECT role FROM users WHERE id = {me.Id} AND (suspended_until IS NULL OR suspended_until <= now()) FOR SHARE)
            UPDATE users SET suspended_until = COALESCE({until?.ToUniversalTime()}::timestamptz, 'infinity'),
                suspension_reason = {reason}, security_stamp = {stamp}
            FROM actor WHERE users.id = {id} AND role_rank(users.role) < role_rank(actor.role)
            """, cancellationToken) == 0)
        {
            return await OperatorProblems.WhyNotAsync(db, id, cancellationToken);
        }

        await ending.EndAllAsync(id, except: null, SessionEnd.Suspended, cancellationToken);
        audit.Record(AuditTypes.AccountSuspended, id, new { reason, until });
        await notices.AddSuspensionAsync(id, reason, until, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Also when none runs: a repeated call has nothing left to do, and leaves no second event.</summary>
    public async Task<Problem?> UnsuspendAsync(CurrentUser me, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockLowerAsync(me, id, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE users SET suspended_until = NULL, suspension_reason = NULL WHERE id = {id} AND suspended_until > now()
            """, cancellationToken) == 1)
        {
            audit.Record(AuditTypes.AccountUnsuspended, id);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    public async Task<Problem?> EndSessionsAsync(CurrentUser me, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockLowerAsync(me, id, cancellationToken) is { } problem)
        {
            return problem;
        }

        var sessions = await ending.EndAllAsync(id, except: null, SessionEnd.Revoked, cancellationToken);
        audit.Record(AuditTypes.SessionsEndedByOperator, id, new { sessions });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Locks both rows until the transaction ends, so that neither role changes under the act.</summary>
    private async Task<Problem?> LockLowerAsync(CurrentUser me, Guid id, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<Guid>(
            $"""
            SELECT target.id AS "Value" FROM users actor, users target
            WHERE actor.id = {me.Id} AND (actor.suspended_until IS NULL OR actor.suspended_until <= now())
                AND target.id = {id} AND role_rank(target.role) < role_rank(actor.role)
            FOR NO KEY UPDATE OF target FOR SHARE OF actor
            """).ToListAsync(cancellationToken)).Count == 1
            ? null
            : await OperatorProblems.WhyNotAsync(db, id, cancellationToken);
}

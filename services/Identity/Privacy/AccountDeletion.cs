using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Operators;
using OneVOne.Identity.Profile;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Privacy;

/// <param name="DeletionAt">Until then the person can log in and take it back.</param>
public sealed record PlannedDeletion(DateTimeOffset DeletionAt);

/// <summary>Plans the end of an account and takes it back. The database's clock decides, the same for all replicas.</summary>
internal sealed class AccountDeletion(
    IdentityDbContext db, SessionEnding sessions, AuditLog audit, IOptions<PrivacyOptions> options)
{
    /// <summary>A second time ends the sessions again, and leaves the day as it is.</summary>
    public async Task<Outcome<PlannedDeletion>> PlanAsync(Guid userId, CancellationToken cancellationToken)
    {
        var grace = options.Value.DeletionGrace;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((await Admins.LockAsync(db, cancellationToken)).IsLast(userId))
        {
            return Admins.Last;
        }

        // The row as it was is locked and read first; RETURNING would tell only what it is now.
        var planned = await db.Database.SqlQuery<Planned>(
            $"""
            WITH before AS (SELECT id, deletion_at FROM users WHERE id = {userId} FOR UPDATE)
            UPDATE users SET deletion_at = coalesce(before.deletion_at, now() + {grace}) FROM before
            WHERE users.id = before.id
            RETURNING users.deletion_at AS "DeletionAt", before.deletion_at IS NULL AS "IsNew", users.email AS "Email"
            """).ToListAsync(cancellationToken);
        if (planned is not [var plan])
        {
            return ProfileChanging.Gone;
        }

        await sessions.EndAllAsync(userId, except: null, SessionEnd.AccountDeleted, cancellationToken);
        if (plan.IsNew)
        {
            audit.Record(AuditTypes.DeletionRequested, userId, new { plan.DeletionAt });
            if (plan.Email is not null)
            {
                db.OutgoingEmails.Add(PrivacyEmails.DeletionRequested(plan.Email, plan.DeletionAt));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new PlannedDeletion(plan.DeletionAt);
    }

    public async Task TakeBackAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var kept = await db.Database.SqlQuery<Kept>(
            $"""
            UPDATE users SET deletion_at = NULL WHERE id = {userId} AND deletion_at IS NOT NULL RETURNING email AS "Email"
            """).ToListAsync(cancellationToken);
        if (kept is [var account])
        {
            audit.Record(AuditTypes.DeletionTakenBack, userId);
            if (account.Email is not null)
            {
                db.OutgoingEmails.Add(PrivacyEmails.DeletionTakenBack(account.Email));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private sealed record Planned(DateTimeOffset DeletionAt, bool IsNew, string? Email);

    private sealed record Kept(string? Email);
}

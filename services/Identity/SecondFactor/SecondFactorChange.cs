using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.SecondFactor;

/// <summary>What belongs to every change of how a person logs in: the other sessions end, they are told, and it is on record.</summary>
internal sealed class SecondFactorChange(IdentityDbContext db, SessionEnding ending, SecurityNotices notices, AuditLog audit)
{
    /// <summary>The last part of the caller's transaction, which this commits.</summary>
    public async Task CommitAsync(
        CurrentUser me, string auditType, string subject, string happened, object? detail, CancellationToken cancellationToken)
    {
        await ending.EndAllAsync(me.Id, except: me.SessionId, SessionEnd.SecondFactorChanged, cancellationToken);
        // A log-in that is half done, by what was right until now, does not become a session: SessionStart compares the stamp.
        await db.Database.ExecuteSqlAsync(
            $"UPDATE users SET security_stamp = {Guid.NewGuid().ToString("N")} WHERE id = {me.Id}", cancellationToken);
        audit.Record(auditType, me.Id, detail);
        await notices.AddAsync(me.Id, subject, happened, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.Database.CommitTransactionAsync(cancellationToken);
    }
}

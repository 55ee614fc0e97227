using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;

namespace OneVOne.Identity.Privacy;

/// <summary>Ends accounts whose grace is over.</summary>
internal sealed class DeletingAccounts(
    IdentityDbContext db, SessionEnding sessions, AuditLog audit, IOptions<PrivacyOptions> options)
{
    /// <summary>
    /// One account, whichever no other replica is at; false when there is none. In one transaction: after a crash at any
    /// line the account is whole or gone, and everybody is told.
    /// </summary>
    public async Task<bool> DeleteNextAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Who takes it back at this moment holds the row, and it is passed over.
        var due = await db.Database.SqlQuery<Due>(
            $"""
            SELECT id AS "Id", normalized_email AS "Email", version + 1 AS "LastVersion", now() AS "Now" FROM users
            WHERE deletion_at <= now() ORDER BY deletion_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """).ToListAsync(cancellationToken);
        if (due is not [var account])
        {
            return false;
        }

        await sessions.EndAllAsync(account.Id, except: null, SessionEnd.AccountDeleted, cancellationToken);
        await RemoveAsync(account, cancellationToken);
        audit.Record(AuditTypes.Deleted, account.Id);
        db.Publish(new UserDeleted(account.Id, account.Now, account.LastVersion));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return true;
    }

    /// <summary>
    /// The row goes, and by its foreign keys whatever hangs on it, also what is added to this service later. Who writes such
    /// a row at this moment waits for the end and then finds no account to hang it on.
    /// </summary>
    private async Task RemoveAsync(Due account, CancellationToken cancellationToken)
    {
        var services = options.Value.ServicesOrDefault;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO deletions (user_id, deleted_at, name_hash)
            SELECT id, now(), sha256(convert_to(look_alike, 'UTF8')) FROM users WHERE id = {account.Id}
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO erasures (user_id, service) SELECT {account.Id}, service FROM unnest({services}) AS service",
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM outgoing_emails WHERE upper(recipient) = {account.Email}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM users WHERE id = {account.Id}", cancellationToken);
    }

    private sealed record Due(Guid Id, string? Email, long LastVersion, DateTimeOffset Now);
}

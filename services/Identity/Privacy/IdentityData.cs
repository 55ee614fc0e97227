using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Identity.Privacy;

/// <summary>What Identity keeps of a person. Most of it goes with the account's row before the event that asks for it.</summary>
internal sealed class IdentityData(IdentityDbContext db, NpgsqlDataSource database) : IPersonalData
{
    public IEnumerable<PersonalDataFile> Files(Guid userId) =>
    [
        PersonalDataFile.Of("account.json", database,
            """
            SELECT id, user_name AS username, display_name AS "displayName", bio, email, email_confirmed AS "emailVerified",
                pending_email AS "pendingEmail", is_guest AS "isGuest", role, created_at AS "createdAt", deletion_at AS "deletionAt", two_factor_enabled AS "twoFactorEnabled",
                suspended_until AS "suspendedUntil", suspension_reason AS "suspensionReason"
            FROM users WHERE id = $1
            """,
            userId),
        PersonalDataFile.Of("sessions.json", database,
            """
            SELECT id, device, address, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt", authenticated_at AS "authenticatedAt",
                ended_at AS "endedAt", end_reason AS "endReason"
            FROM sessions WHERE user_id = $1 ORDER BY id
            """,
            userId),
        PersonalDataFile.Of("passkeys.json", database,
            """
            SELECT id, name, transports, created_at AS "createdAt", last_used_at AS "lastUsedAt"
            FROM passkeys WHERE user_id = $1 ORDER BY id
            """,
            userId),
        PersonalDataFile.Of("security-events.json", database,
            """
            SELECT at, type, address, device, detail FROM audit_events WHERE user_id = $1 ORDER BY id
            """,
            userId),
    ];

    /// <summary>Not of who is gone meanwhile: the export went too.</summary>
    public Task<bool> MayTellAsync(Guid userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.Id == userId, cancellationToken);

    /// <summary>The log keeps ids and times, which tell nothing of a person who is gone; what told of them is emptied.</summary>
    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"DELETE FROM refused_log_ins WHERE user_id = {userId}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT set_config('audit.erasing', 'on', true)", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE audit_events SET address = NULL, device = NULL, detail = '{{}}' WHERE user_id = {userId} OR actor_id = {userId}",
            cancellationToken);
    }
}

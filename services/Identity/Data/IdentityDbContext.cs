using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Email;
using OneVOne.Identity.Passkeys;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Persistence;
using SessionOptions = OneVOne.Identity.Sessions.SessionOptions;

namespace OneVOne.Identity.Data;

internal sealed class IdentityDbContext(
    DbContextOptions<IdentityDbContext> options, IOptions<SessionOptions> sessions) : ServiceDbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<OutgoingEmail> OutgoingEmails => Set<OutgoingEmail>();

    /// <summary>
    /// Keeps the number of a person's sessions here, whichever way of logging in makes one. After the new one is
    /// there: of two log-ins at once the later to look sees both.
    /// </summary>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Guid[] owners =
        [
            .. ChangeTracker.Entries<Session>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity.UserId),
        ];
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var owner in owners)
        {
            await EndTooManyAsync(owner, cancellationToken);
        }

        return written;
    }

    private Task<int> EndTooManyAsync(Guid userId, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"""
        UPDATE sessions SET ended_at = now(), end_reason = {SessionEnd.TooMany}
        WHERE ended_at IS NULL AND id IN (
            SELECT id FROM sessions WHERE user_id = {userId} AND ended_at IS NULL AND expires_at > now()
            ORDER BY last_used_at DESC, id DESC OFFSET {sessions.Value.MaxPerUser})
        """,
        cancellationToken);
}

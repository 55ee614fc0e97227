using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Email;
using OneVOne.Identity.Passkeys;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Identity.Data;

internal sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : ServiceDbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<OutgoingEmail> OutgoingEmails => Set<OutgoingEmail>();
}

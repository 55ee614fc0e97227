using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Audit;

/// <summary>
/// Counts refused log-ins. Each would be an audit event (ASVS 16.3.1), but an event for every guess would let anyone fill the
/// disk: those of one account for one reason become one event, with their number, once <see cref="AuditOptions.CoalesceFor"/>
/// has passed since the first.
/// </summary>
internal sealed class RefusedLogIns(IdentityDbContext db, AuditLog audit)
{
    public const string Password = "password";
    public const string Code = "code";
    public const string Reauthentication = "reauthentication";
    public const string Passkey = "passkey";

    /// <param name="userId">Null for an account that is not there: all such guesses are counted together.</param>
    /// <param name="reason">One of the constants.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public Task CountAsync(Guid? userId, string reason, CancellationToken cancellationToken)
    {
        var (address, device) = audit.Client;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO refused_log_ins AS r (user_id, reason, count, first_at, last_at, address, device)
            VALUES ({userId ?? Guid.Empty}, {reason}, 1, now(), now(), {address}, {device})
            ON CONFLICT (user_id, reason) DO UPDATE SET
                count = r.count + 1, last_at = now(), address = excluded.address, device = excluded.device
            """, cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Operators;

/// <summary>What a suspended person hears.</summary>
internal sealed class Suspension(IdentityDbContext db)
{
    /// <param name="until"><see cref="DateTimeOffset.MaxValue"/>, the database's infinity, is told as no end.</param>
    public static ServiceDefaults.Problems.Problem Problem(DateTimeOffset? until, string? reason) => new(
        403, "account.suspended", reason ?? "This account is suspended.",
        Extensions: new Dictionary<string, object?> { ["until"] = End(until) });

    public static DateTimeOffset? End(DateTimeOffset? until) => until == DateTimeOffset.MaxValue ? null : until;

    /// <summary>Why a refresh token is not good, when it is because its owner is suspended; null otherwise.</summary>
    public async Task<ServiceDefaults.Problems.Problem?> OfTokenAsync(byte[] refreshTokenHash, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Running>(
            $"""
            SELECT users.suspended_until AS "Until", users.suspension_reason AS "Reason"
            FROM refresh_tokens token
            JOIN sessions session ON session.id = token.session_id
            JOIN users ON users.id = session.user_id
            WHERE token.hash = {refreshTokenHash} AND token.rotated_at IS NULL AND token.expires_at > now()
                AND users.suspended_until > now()
            """).ToListAsync(cancellationToken) is [var running] ? Problem(running.Until, running.Reason) : null;

    private sealed record Running(DateTimeOffset Until, string Reason);
}

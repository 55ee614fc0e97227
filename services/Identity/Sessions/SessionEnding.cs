using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// Ends sessions before their time. Runs in the caller's transaction if there is one, so that the change that asks for it
/// and the end of the sessions are one.
/// </summary>
internal sealed class SessionEnding(IdentityDbContext db)
{
    /// <summary>Ends one session of a person; false when there is none that still runs.</summary>
    public async Task<bool> EndAsync(Guid userId, Guid sessionId, string reason, CancellationToken cancellationToken) =>
        (await EndAsync(
            $"""
            UPDATE sessions SET ended_at = now(), end_reason = {reason}
            WHERE user_id = {userId} AND id = {sessionId} AND ended_at IS NULL AND expires_at > now()
            RETURNING id
            """,
            cancellationToken)).Count > 0;

    /// <summary>Ends all of a person's sessions, or all but the one that asks; how many they were.</summary>
    public async Task<int> EndAllAsync(Guid userId, Guid? except, string reason, CancellationToken cancellationToken) =>
        (await EndAsync(
            $"""
            UPDATE sessions SET ended_at = now(), end_reason = {reason}
            WHERE user_id = {userId} AND ({except}::uuid IS NULL OR id <> {except}) AND ended_at IS NULL AND expires_at > now()
            RETURNING id
            """,
            cancellationToken)).Count;

    private Task<List<Guid>> EndAsync(FormattableString statement, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>(statement).ToListAsync(cancellationToken);
}

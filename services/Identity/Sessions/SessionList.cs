using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <summary>One of a person's sessions, as they see it.</summary>
/// <param name="Device">Such as "Firefox on Windows", or what an app calls itself.</param>
/// <param name="Address">From where it was last used.</param>
/// <param name="LastUsedAt">To within some minutes.</param>
/// <param name="Current">It is the one that asks.</param>
public sealed record SessionSummary(
    Guid Id, string Device, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, bool Current);

/// <summary>Where a person is logged in, and how they end it (ASVS 7.5.2).</summary>
internal sealed class SessionList(IdentityDbContext db, SessionEnding ending, AuditLog audit)
{
    private static readonly Problem NotFound = Problem.NotFound("session.not_found", "You have no such session that still runs.");

    /// <summary>The newest log-in first.</summary>
    public async Task<Outcome<Page<SessionSummary>>> ReadAsync(CurrentUser me, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem;
        }

        var before = Guid.AllBitsSet;
        if (page.Cursor is { } cursor && (cursor.Parts.Count != 1 || !Guid.TryParse(cursor.Parts[0], out before)))
        {
            return Cursor.Invalid;
        }

        var now = DateTimeOffset.UtcNow;
        var sessions = await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == me.Id && session.EndedAt == null && session.ExpiresAt > now)
            // Ids are UUIDv7, so this is the order of their log-ins, and it does not change between two pages.
            .Where(session => session.Id.CompareTo(before) < 0)
            .OrderByDescending(session => session.Id)
            .Take(page.Fetch)
            .Select(session => new SessionSummary(
                session.Id, session.Device, session.Address, session.CreatedAt, session.LastUsedAt, session.Id == me.SessionId))
            .ToListAsync(cancellationToken);
        return Page.Of(sessions, page, session => Cursor.Write(session.Id.ToString()));
    }

    public async Task<Problem?> EndAsync(CurrentUser me, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await ending.EndAsync(me.Id, sessionId, SessionEnd.Revoked, cancellationToken))
        {
            return NotFound;
        }

        audit.Record(AuditTypes.SessionEnded, me.Id, new { sessionId, reason = SessionEnd.Revoked });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    public async Task EndOthersAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var count = await ending.EndAllAsync(me.Id, except: me.SessionId, SessionEnd.Revoked, cancellationToken);
        audit.Record(AuditTypes.SessionEnded, me.Id, new { count, reason = SessionEnd.Revoked });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Privacy;

/// <summary>Asks all services for what they keep of a person, and tells how far they are.</summary>
internal sealed class DataExports(IdentityDbContext db, AuditLog audit, IOptions<PrivacyOptions> options, TimeProvider time)
{
    public static readonly Problem NotFound =
        Problem.NotFound("export.not_found", "There is no export of your data; ask for one.");

    private static readonly Problem Running =
        Problem.Conflict("export.running", "Your data is being gathered already; you are told when it is whole.");

    public async Task<Outcome<DataExport>> RequestAsync(Guid userId, CancellationToken cancellationToken)
    {
        var (id, now) = (Guid.CreateVersion7(), time.GetStorableNow());
        var (pause, lifetime, services) =
            (options.Value.ExportPause, options.Value.ExportLifetime, options.Value.ServicesOrDefault);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The one before goes, if it is over. Of two requests at once the second waits here or at the key, and finds the first.
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM data_exports
            WHERE user_id = {userId} AND requested_at <= now() - {pause} AND (ready_at IS NOT NULL OR expires_at <= now())
            """,
            cancellationToken);
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            WITH added AS (
                INSERT INTO data_exports (user_id, id, requested_at, expires_at)
                SELECT id, {id}, now(), now() + {lifetime} FROM users WHERE id = {userId}
                ON CONFLICT (user_id) DO NOTHING RETURNING id)
            INSERT INTO export_parts (export_id, service)
            SELECT added.id, service FROM added CROSS JOIN unnest({services}) AS service
            """,
            cancellationToken);
        if (added == 0)
        {
            await transaction.RollbackAsync(cancellationToken);
            return await WhyNotAsync(userId, now, cancellationToken);
        }

        audit.Record(AuditTypes.ExportRequested, userId);
        db.Publish(new DataExportRequested(id, userId, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await FindAsync(userId, cancellationToken);
    }

    public async Task<Outcome<DataExport>> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            SELECT export.id AS "Id", export.requested_at AS "RequestedAt", export.ready_at AS "ReadyAt",
                export.expires_at AS "ExpiresAt", export.expires_at <= now() AS "IsExpired",
                part.service AS "Service", part.done AS "Done"
            FROM data_exports export JOIN export_parts part ON part.export_id = export.id
            WHERE export.user_id = {userId}
            ORDER BY part.service
            """).ToListAsync(cancellationToken);
        if (rows is not [var export, ..])
        {
            return NotFound;
        }

        var status = export.IsExpired ? DataExportStatus.Expired
            : export.ReadyAt is null ? DataExportStatus.Gathering
            : DataExportStatus.Ready;
        return new DataExport(
            export.Id,
            status,
            export.RequestedAt,
            export.ReadyAt,
            export.ReadyAt is null ? null : export.ExpiresAt,
            rows.ConvertAll(row => new DataExportPart(row.Service, row.Done)));
    }

    private async Task<Problem> WhyNotAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await FindAsync(userId, cancellationToken);
        if (last.Problem is not null)
        {
            return Profile.ProfileChanging.Gone;
        }

        var wait = last.Value.RequestedAt + options.Value.ExportPause - now;
        return last.Value.Status == DataExportStatus.Gathering
            ? Running
            : new Problem(
                429, "export.too_soon", "You had an export a short time ago; download that one, or wait.",
                RetryAfter: wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1));
    }

    private sealed record Row(
        Guid Id,
        DateTimeOffset RequestedAt,
        DateTimeOffset? ReadyAt,
        DateTimeOffset ExpiresAt,
        bool IsExpired,
        string Service,
        bool Done);
}

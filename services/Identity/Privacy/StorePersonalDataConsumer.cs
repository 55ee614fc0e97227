using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Privacy;

/// <summary>
/// Keeps a piece of an export and, when it was the last that was missing, tells the person. Pieces come in any order, again,
/// and on two replicas at once.
/// </summary>
internal sealed class StorePersonalDataConsumer(IdentityDbContext db, IOptions<PrivacyOptions> options)
    : IConsumer<PersonalDataGathered>
{
    public async Task Consume(ConsumeContext<PersonalDataGathered> context)
    {
        var (piece, cancellationToken) = (context.Message, context.CancellationToken);
        // One piece of an export at a time, or two services' last ones would each find the other missing. None: the export
        // was removed, by its age or with its owner, or was whole already.
        var awaited = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT id AS "Value" FROM data_exports
            WHERE id = {piece.ExportId} AND user_id = {piece.UserId} AND ready_at IS NULL FOR UPDATE
            """).ToListAsync(cancellationToken);
        if (awaited.Count == 0)
        {
            return;
        }

        await KeepAsync(piece, cancellationToken);
        var lifetime = options.Value.ExportLifetime;
        var whole = await db.Database.SqlQuery<Whole>(
            $"""
            UPDATE data_exports SET ready_at = now(), expires_at = now() + {lifetime}
            WHERE id = {piece.ExportId} AND NOT EXISTS (SELECT FROM export_parts WHERE export_id = {piece.ExportId} AND NOT done)
            RETURNING ready_at AS "ReadyAt", expires_at AS "ExpiresAt"
            """).ToListAsync(cancellationToken);
        if (whole is [var export])
        {
            await TellAsync(piece, export, cancellationToken);
        }
    }

    /// <summary>A piece that is there already, or of a service that was not asked, changes nothing.</summary>
    private Task<int> KeepAsync(PersonalDataGathered piece, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH kept AS (
                INSERT INTO export_pieces (export_id, service, index, file, content)
                SELECT export_id, service, {piece.Index}, {piece.File}, {piece.Content} FROM export_parts
                WHERE export_id = {piece.ExportId} AND service = {piece.Service}
                ON CONFLICT DO NOTHING RETURNING export_id, service, index)
            UPDATE export_parts part
            SET received = part.received + 1, expected = CASE WHEN {piece.IsLast} THEN kept.index + 1 ELSE part.expected END
            FROM kept WHERE part.export_id = kept.export_id AND part.service = kept.service
            """,
            cancellationToken);

    private async Task TellAsync(PersonalDataGathered piece, Whole export, CancellationToken cancellationToken)
    {
        db.Publish(new DataExportReady(piece.ExportId, piece.UserId, export.ReadyAt, export.ExpiresAt));
        var email = await db.Users.Where(user => user.Id == piece.UserId).Select(user => user.Email)
            .SingleOrDefaultAsync(cancellationToken);
        if (email is not null)
        {
            db.OutgoingEmails.Add(PrivacyEmails.ExportReady(email, export.ExpiresAt));
        }
    }

    private sealed record Whole(DateTimeOffset ReadyAt, DateTimeOffset ExpiresAt);
}

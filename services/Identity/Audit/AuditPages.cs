using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Audit;

/// <summary>Who did what happened to an account, as its owner sees it.</summary>
public enum AuditActor
{
    /// <summary>The person, or someone who logged in, or tried to, as them.</summary>
    Self,

    /// <summary>A moderator or admin.</summary>
    Admin,

    System,
}

/// <summary>What happened to the own account.</summary>
/// <param name="Type">Such as <c>session.started</c>; new kinds come.</param>
/// <param name="Detail">Depends on the type.</param>
public sealed record OwnAuditEvent(
    Guid Id, DateTimeOffset At, string Type, string? Address, string? Device, AuditActor Actor, JsonElement Detail);

/// <summary>What happened to any account.</summary>
/// <param name="UserId">Whose account; null for a log-in with a name that nobody has.</param>
/// <param name="ActorId">Who did it; null for the system and for whoever had not logged in.</param>
public sealed record AnyAuditEvent(
    Guid Id, DateTimeOffset At, string Type, Guid? UserId, Guid? ActorId, Guid? SessionId, string? Address, string? Device,
    JsonElement Detail);

/// <summary>Pages of the audit log, newest first.</summary>
internal sealed class AuditPages(IdentityDbContext db)
{
    /// <summary>An operator's address and device are not the person's to see.</summary>
    public async Task<Outcome<Page<OwnAuditEvent>>> OfAsync(CurrentUser me, PageRequest page, CancellationToken cancellationToken) =>
        await ReadAsync(
            me.Id, null, page,
            happened => happened.ActorId is { } actor && actor != me.Id
                ? new(happened.Id, happened.At, happened.Type, null, null, AuditActor.Admin, Json(happened))
                : new OwnAuditEvent(
                    happened.Id, happened.At, happened.Type, happened.Address, happened.Device,
                    happened.ActorId is null && happened.Address is null ? AuditActor.System : AuditActor.Self, Json(happened)),
            happened => happened.Id, cancellationToken);

    public Task<Outcome<Page<AnyAuditEvent>>> AllAsync(
        Guid? userId, string? type, PageRequest page, CancellationToken cancellationToken) => ReadAsync(
            userId, type, page,
            happened => new AnyAuditEvent(
                happened.Id, happened.At, happened.Type, happened.UserId, happened.ActorId, happened.SessionId, happened.Address,
                happened.Device, Json(happened)),
            happened => happened.Id, cancellationToken);

    private async Task<Outcome<Page<T>>> ReadAsync<T>(
        Guid? userId, string? type, PageRequest page, Func<AuditEvent, T> show, Func<T, Guid> id, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem;
        }

        Guid? before = null;
        if (page.Cursor is { } cursor)
        {
            if (cursor.Parts is not [var text] || !Guid.TryParseExact(text, "N", out var last))
            {
                return Cursor.Invalid;
            }

            before = last;
        }

        var events = db.AuditEvents.AsNoTracking();
        events = userId is null ? events : events.Where(happened => happened.UserId == userId);
        events = type is null ? events : events.Where(happened => happened.Type == type);
        events = before is null ? events : events.Where(happened => happened.Id < before);
        var rows = await events.OrderByDescending(happened => happened.Id).Take(page.Fetch).ToListAsync(cancellationToken);
        return Page.Of([.. rows.Select(show)], page, shown => Cursor.Write(id(shown).ToString("N")));
    }

    private static JsonElement Json(AuditEvent happened) => JsonSerializer.Deserialize<JsonElement>(happened.Detail);
}

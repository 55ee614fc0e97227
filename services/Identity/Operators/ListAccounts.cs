using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

public enum AccountStatus
{
    Active,
    Suspended,

    /// <summary>In the grace before its deletion, unless it is suspended too.</summary>
    Deleting,
}

/// <summary>An account as operators see it.</summary>
/// <param name="Status">At this moment.</param>
/// <param name="SuspendedUntil">When the suspension ends by itself; null when it has no end, or there is none.</param>
public sealed record ManagedAccount(
    Guid Id, string Username, string DisplayName, string? Email, bool EmailVerified, Role Role, bool TwoFactorEnabled,
    DateTimeOffset CreatedAt, AccountStatus Status, string? SuspensionReason, DateTimeOffset? SuspendedUntil,
    DateTimeOffset? DeletionAt)
{
    internal static ManagedAccount Of(User user, DateTimeOffset now)
    {
        var isSuspended = user.SuspendedUntil > now;
        return new(
            user.Id, user.UserName!, user.DisplayName, user.Email, user.EmailConfirmed, user.Role, user.TwoFactorEnabled,
            user.CreatedAt,
            isSuspended ? AccountStatus.Suspended : user.DeletionAt is null ? AccountStatus.Active : AccountStatus.Deleting,
            isSuspended ? user.SuspensionReason : null, isSuspended ? Suspension.End(user.SuspendedUntil) : null, user.DeletionAt);
    }
}

/// <summary>Which accounts to list; what is left out does not narrow.</summary>
/// <param name="Query">The beginning of a user name or, with an @ in it, of an e-mail address.</param>
public sealed record AccountFilter(string? Query, string? Status, string? Role);

internal sealed class ListingAccounts(IdentityDbContext db, TimeProvider time)
{
    public async Task<Outcome<ManagedAccount>> GetAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken) is { } user
            ? ManagedAccount.Of(user, time.GetUtcNow())
            : OperatorProblems.NotFound;

    /// <summary>In the order of user names: each page is a range of their index, or of a partial one for status and role.</summary>
    public async Task<Outcome<Page<ManagedAccount>>> ListAsync(
        AccountFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem;
        }

        if (page.Cursor is { Parts.Count: not 1 })
        {
            return Cursor.Invalid;
        }

        var found = Narrow(db.Users.AsNoTracking(), filter);
        if (found.Problem is { } unknown)
        {
            return unknown;
        }

        var users = found.Value.Users;
        if (page.Cursor is { Parts: [var last] })
        {
            users = users.Where(user => string.Compare(user.NormalizedUserName, last) > 0);
        }

        var rows = await users.OrderBy(user => user.NormalizedUserName).Take(page.Fetch).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return Page.Of(
            [.. rows.Select(user => ManagedAccount.Of(user, now))], page, account => Cursor.Write(User.Normalize(account.Username)));
    }

    private Outcome<Filtered> Narrow(IQueryable<User> users, AccountFilter filter)
    {
        if (!string.IsNullOrEmpty(filter.Query))
        {
            var prefix = User.Normalize(filter.Query);
            users = prefix.Contains('@', StringComparison.Ordinal)
                ? users.Where(user => user.NormalizedEmail!.StartsWith(prefix))
                : users.Where(user => user.NormalizedUserName!.StartsWith(prefix));
        }

        if (!string.IsNullOrEmpty(filter.Role))
        {
            if (!Enum.TryParse<Role>(filter.Role, ignoreCase: true, out var role) || !Enum.IsDefined(role))
            {
                return Problem.Invalid("role", "user, moderator or admin.");
            }

            users = users.Where(user => user.Role == role);
        }

        var now = time.GetUtcNow();
        return filter.Status switch
        {
            null or "" => new Filtered(users),
            "active" => new Filtered(users.Where(
                user => user.DeletionAt == null && (user.SuspendedUntil == null || user.SuspendedUntil <= now))),
            "suspended" => new Filtered(users.Where(user => user.SuspendedUntil > now)),
            "deleting" => new Filtered(users.Where(
                user => user.DeletionAt != null && (user.SuspendedUntil == null || user.SuspendedUntil <= now))),
            _ => Problem.Invalid("status", "active, suspended or deleting."),
        };
    }

    /// <summary>An <see cref="Outcome{T}"/> converts from no interface.</summary>
    private sealed record Filtered(IQueryable<User> Users);
}

using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

/// <param name="Stays">Neither suspended nor about to be deleted: counts as the one who is left.</param>
internal sealed record Admin(Guid Id, bool Stays);

internal static class Admins
{
    public static readonly Problem Last = Problem.Conflict(
        "operator.last_admin", "This is the last admin. Make somebody else admin first.");

    /// <summary>
    /// All admins, locked in the order of ids until the caller's transaction ends. Whatever may take one away queues here, so
    /// that two who demote each other leave one.
    /// </summary>
    public static async Task<IReadOnlyList<Admin>> LockAsync(IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Admin>(
            $"""
            SELECT id AS "Id", deletion_at IS NULL AND (suspended_until IS NULL OR suspended_until <= now()) AS "Stays"
            FROM users WHERE role = 'admin' ORDER BY id FOR UPDATE
            """).ToListAsync(cancellationToken);

    /// <summary>Whether nobody would be left without this one.</summary>
    public static bool IsLast(this IReadOnlyList<Admin> admins, Guid id) =>
        admins.Any(admin => admin.Id == id) && !admins.Any(admin => admin.Id != id && admin.Stays);
}

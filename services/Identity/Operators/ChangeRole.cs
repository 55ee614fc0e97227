using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

public sealed record ChangeRole(Role Role);

/// <summary>
/// Gives and takes roles. An admin may take the role of another admin too, or nobody could ever stop one whose account was
/// stolen; but never that of the last.
/// </summary>
internal sealed class ChangingRoles(IdentityDbContext db, SessionEnding ending, AuditLog audit)
{
    public async Task<Problem?> ChangeAsync(CurrentUser me, Guid id, ChangeRole body, CancellationToken cancellationToken)
    {
        var role = body.Role.ToString().ToLowerInvariant();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var admins = await Admins.LockAsync(db, cancellationToken);
        if (!admins.Any(admin => admin.Id == me.Id))
        {
            return OperatorProblems.NotFound; // Not an admin any more: as RequireRole answers.
        }

        var before = await db.Database.SqlQuery<string>(
            $"""SELECT role AS "Value" FROM users WHERE id = {id} FOR UPDATE""").ToListAsync(cancellationToken);
        if (before is not [var old])
        {
            return OperatorProblems.NotFound;
        }

        if (old == role)
        {
            return null;
        }

        if (admins.IsLast(id))
        {
            return Admins.Last;
        }

        await db.Database.ExecuteSqlAsync(
            $"UPDATE users SET role = {role}, security_stamp = {Guid.NewGuid().ToString("N")} WHERE id = {id}", cancellationToken);
        if (Enum.Parse<Role>(old, ignoreCase: true) > body.Role)
        {
            // The tokens of the higher role are refused from now on; a new higher role comes with the next refresh.
            await ending.EndAllAsync(id, except: null, SessionEnd.RoleChanged, cancellationToken);
        }

        audit.Record(AuditTypes.RoleChanged, id, new { from = old, to = role });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

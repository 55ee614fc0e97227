using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

internal static class OperatorProblems
{
    public static readonly Problem NotFound = Problem.NotFound("user.not_found", "Nobody here has this id.");

    private static readonly Problem RoleTooLow = Problem.Forbidden(
        "operator.role_too_low", "This person's role is not below yours; ask somebody with a higher one.");

    /// <summary>Explains a statement that touched no row.</summary>
    public static async Task<Problem> WhyNotAsync(IdentityDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(user => user.Id == id, cancellationToken) ? RoleTooLow : NotFound;
}

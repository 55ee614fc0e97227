using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.SecondFactor;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

public sealed record RenamePasskey(string Name);

internal sealed class ManagingPasskeys(IdentityDbContext db, SecondFactorChange change)
{
    private static readonly Problem NotFound = Problem.NotFound("passkey.not_found", "You have no passkey with this id.");

    /// <summary>All of them on one page: there are at most <see cref="IdentityLimits.MaxPasskeys"/>.</summary>
    public async Task<Page<PasskeyDescription>> ListAsync(CurrentUser me, CancellationToken cancellationToken) =>
        new(await Describe(db.Passkeys.Where(passkey => passkey.UserId == me.Id).OrderBy(passkey => passkey.Id))
            .ToListAsync(cancellationToken), null);

    public async Task<Outcome<PasskeyDescription>> RenameAsync(
        CurrentUser me, Guid id, RenamePasskey body, CancellationToken cancellationToken)
    {
        if (PasskeyNames.Check(body.Name) is { } invalid)
        {
            return invalid;
        }

        var mine = db.Passkeys.Where(passkey => passkey.Id == id && passkey.UserId == me.Id);
        var name = body.Name.Trim();
        await mine.ExecuteUpdateAsync(set => set.SetProperty(passkey => passkey.Name, name), cancellationToken);
        return await Describe(mine).SingleOrDefaultAsync(cancellationToken) is { } renamed ? renamed : NotFound;
    }

    public async Task<Problem?> RemoveAsync(CurrentUser me, Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var removed = await db.Database.SqlQuery<string>(
            $"""DELETE FROM passkeys WHERE id = {id} AND user_id = {me.Id} RETURNING name AS "Value" """)
            .ToListAsync(cancellationToken);
        if (removed is not [var name])
        {
            return NotFound;
        }

        await change.CommitAsync(
            me, AuditTypes.PasskeyRemoved, "A passkey was removed", $"The passkey \"{name}\" does not log in to your account any more.",
            new { id, name }, cancellationToken);
        return null;
    }

    private static IQueryable<PasskeyDescription> Describe(IQueryable<Passkey> passkeys) => passkeys.AsNoTracking()
        .Select(passkey => new PasskeyDescription(passkey.Id, passkey.Name, passkey.CreatedAt, passkey.LastUsedAt));
}

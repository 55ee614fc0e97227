using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Email;

/// <param name="Email">The new address.</param>
public sealed record ChangeEmail(string Email);

/// <summary>Asks the holder of an address to confirm it, the account's first one or one that is to replace it.</summary>
internal sealed class EmailAsking(IdentityDbContext db, AccountTokens tokens, Letters letters, AuditLog audit, Tries tries)
{
    private static readonly Problem Guest = Problem.Conflict(
        "account.is_guest", "A guest has no address yet: take a full account first, POST /api/identity/me/upgrade.");

    /// <summary>
    /// Whether somebody has the address already is not told here, or anyone could ask about anyone; only who can open the
    /// link hears of it.
    /// </summary>
    public async Task<Problem?> ChangeAsync(CurrentUser me, ChangeEmail body, CancellationToken cancellationToken)
    {
        if (AccountRules.CheckEmail(body.Email) is { } error)
        {
            return Problem.Invalid("email", error);
        }

        if (await tries.CauseMailAsync(body.Email, cancellationToken) is { } wait)
        {
            return wait;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var username = await db.Database.SqlQuery<string>(
            $"""
            UPDATE users SET pending_email = {body.Email} WHERE id = {me.Id} AND NOT is_guest RETURNING user_name AS "Value"
            """).ToListAsync(cancellationToken);
        if (username is not [var name])
        {
            return Guest;
        }

        var token = await tokens.IssueAsync(
            me.Id, TokenPurpose.ChangeEmail, body.Email, IdentityLimits.VerifyEmailLifetime, cancellationToken);
        db.OutgoingEmails.Add(letters.ConfirmNewEmail(body.Email, name, token));
        audit.Record(AuditTypes.EmailChangeAsked, me.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Once more, to the address that waits for its confirmation; nothing when none does.</summary>
    public async Task<Problem?> AgainAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        if (await tries.CauseMailAsync(me.Id.ToString(), cancellationToken) is { } wait)
        {
            return wait;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var waiting = await db.Users.Where(user => user.Id == me.Id)
            .Where(user => user.PendingEmail != null || (user.Email != null && !user.EmailConfirmed))
            .Select(user => new { user.UserName, user.Email, user.PendingEmail })
            .SingleOrDefaultAsync(cancellationToken);
        if (waiting is not null)
        {
            await AskAsync(me.Id, waiting.UserName!, waiting.Email, waiting.PendingEmail, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return null;
    }

    private async Task AskAsync(
        Guid userId, string username, string? email, string? pending, CancellationToken cancellationToken)
    {
        var token = await tokens.IssueAsync(
            userId,
            pending is null ? TokenPurpose.VerifyEmail : TokenPurpose.ChangeEmail,
            pending ?? email!,
            IdentityLimits.VerifyEmailLifetime,
            cancellationToken);
        db.OutgoingEmails.Add(pending is null
            ? letters.VerifyEmail(email!, username, token)
            : letters.ConfirmNewEmail(pending, username, token));
    }
}

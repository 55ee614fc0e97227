using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Email;

/// <param name="Token">What stands behind <c>#token=</c> in the link of the mail.</param>
public sealed record EmailLink(string Token);

/// <summary>Who can open the link can read the mail: the address is theirs, and becomes the account's if it is to be.</summary>
internal sealed class EmailConfirming(IdentityDbContext db, AccountTokens tokens, Letters letters, AuditLog audit)
{
    public async Task<Problem?> ConfirmAsync(EmailLink body, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var used = await tokens.UseAsync(body.Token, cancellationToken, TokenPurpose.VerifyEmail, TokenPurpose.ChangeEmail);
        var problem = used is null ? AccountTokens.Invalid
            : used.Purpose == TokenPurpose.VerifyEmail ? await VerifyAsync(used, cancellationToken)
            : await ChangeAsync(used, cancellationToken);
        if (problem is null)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return problem;
    }

    private async Task<Problem?> VerifyAsync(UsedToken used, CancellationToken cancellationToken)
    {
        var verified = await db.Users
            .Where(user => user.Id == used.UserId && user.Email == used.Email)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.EmailConfirmed, true), cancellationToken);
        audit.Record(AuditTypes.EmailVerified, used.UserId);
        return verified == 1 ? null : AccountTokens.Invalid;
    }

    private async Task<Problem?> ChangeAsync(UsedToken used, CancellationToken cancellationToken)
    {
        List<OldEmail> changed;
        try
        {
            changed = await db.Database.SqlQuery<OldEmail>(
                $"""
                UPDATE users SET email = {used.Email}, normalized_email = {User.Normalize(used.Email)},
                    email_confirmed = true, pending_email = NULL
                FROM (SELECT id, email, email_confirmed FROM users WHERE id = {used.UserId} FOR UPDATE) old
                WHERE users.id = old.id AND users.pending_email = {used.Email}
                RETURNING users.user_name AS "Username", old.email AS "Email", old.email_confirmed AS "IsConfirmed"
                """).ToListAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.ConstraintName == UserConfiguration.EmailIndex)
        {
            return RegistrationProblems.EmailTaken;
        }

        if (changed is not [var old])
        {
            return AccountTokens.Invalid;
        }

        audit.Record(AuditTypes.EmailChanged, used.UserId);
        // Only an address that was confirmed can take the change back: another may be a stranger's, by a slip of the pen.
        if (old.IsConfirmed)
        {
            var undo = await tokens.IssueAsync(
                used.UserId, TokenPurpose.UndoEmailChange, old.Email, IdentityLimits.UndoEmailChangeLifetime, cancellationToken);
            db.OutgoingEmails.Add(letters.EmailChanged(old.Email, old.Username, used.Email, undo));
        }

        return null;
    }

    private sealed record OldEmail(string Username, string Email, bool IsConfirmed);
}

using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Email;

/// <summary>
/// Brings an account back to who held its address before: somebody else changed it. Whoever that was loses every session,
/// the password, and every link but those that lead to a still earlier address.
/// </summary>
internal sealed class EmailUndoing(
    IdentityDbContext db, AccountTokens tokens, SessionEnding sessions, Letters letters, AuditLog audit)
{
    public async Task<Problem?> UndoAsync(EmailLink body, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await tokens.UseAsync(body.Token, cancellationToken, TokenPurpose.UndoEmailChange) is not { } used)
        {
            return AccountTokens.Invalid;
        }

        List<string> restored;
        try
        {
            restored = await db.Database.SqlQuery<string>(
                $"""
                WITH ended AS (DELETE FROM account_tokens WHERE user_id = {used.UserId}
                    AND NOT (purpose = {TokenPurpose.UndoEmailChange} AND created_at < {used.CreatedAt}))
                UPDATE users SET email = {used.Email}, normalized_email = {User.Normalize(used.Email)}, email_confirmed = true,
                    pending_email = NULL, password_hash = NULL, security_stamp = {User.NewStamp()}
                WHERE id = {used.UserId}
                RETURNING user_name AS "Value"
                """).ToListAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.ConstraintName == UserConfiguration.EmailIndex)
        {
            return RegistrationProblems.EmailTaken;
        }

        await sessions.EndAllAsync(used.UserId, except: null, SessionEnd.EmailChanged, cancellationToken);
        var reset = await tokens.IssueAsync(
            used.UserId, TokenPurpose.ResetPassword, used.Email, IdentityLimits.ResetPasswordLifetime, cancellationToken);
        db.OutgoingEmails.Add(letters.EmailChangeUndone(used.Email, restored[0], reset));
        audit.Record(AuditTypes.EmailChangeUndone, used.UserId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

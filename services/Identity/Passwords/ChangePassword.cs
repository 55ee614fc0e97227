using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passwords;

public sealed record ChangePassword(string CurrentPassword, string NewPassword);

/// <summary>Changes the password for who knows the old one (ASVS 6.2.3), and ends every other session (ASVS 7.4.3).</summary>
internal sealed class PasswordChanging(
    IdentityDbContext db,
    Tries tries,
    PasswordRules rules,
    PasswordHashing hashing,
    SessionEnding sessions,
    Letters letters,
    AuditLog audit)
{
    // Not 401, by which clients understand that the session is over.
    private static readonly Problem Wrong = Problem.Invalid("currentPassword", "This is not your password.");

    private static readonly Problem Meanwhile =
        Problem.Conflict("password.changed_meanwhile", "Your password was changed elsewhere at this moment; log in again.");

    public async Task<Problem?> ChangeAsync(CurrentUser me, ChangePassword body, CancellationToken cancellationToken)
    {
        if (await tries.GivePasswordAsync(me.Id, cancellationToken) is { } wait)
        {
            return wait;
        }

        var account = await db.Users.Where(user => user.Id == me.Id)
            .Select(user => new { user.UserName, user.Email, user.PasswordHash })
            .SingleOrDefaultAsync(cancellationToken);
        var verified = await hashing.VerifyAsync(account?.PasswordHash, body.CurrentPassword, cancellationToken);
        if (verified.Problem is { } busy)
        {
            return busy;
        }

        if (account is null || verified.Value == PasswordVerificationResult.Failed)
        {
            return Wrong;
        }

        if (rules.Check(body.NewPassword, account.UserName, account.Email) is { } weak)
        {
            return Problem.Invalid("newPassword", weak);
        }

        var hash = await hashing.HashAsync(body.NewPassword, cancellationToken);
        return hash.Problem ?? await SaveAsync(me, account.PasswordHash!, hash.Value, cancellationToken);
    }

    private async Task<Problem?> SaveAsync(CurrentUser me, string oldHash, string newHash, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Only over the hash that was checked; a link to reset the old password is good no more.
        var changed = await db.Database.SqlQuery<Recipient>(
            $"""
            WITH ended AS (
                DELETE FROM account_tokens WHERE user_id = {me.Id} AND purpose = {TokenPurpose.ResetPassword})
            UPDATE users SET password_hash = {newHash}, security_stamp = {User.NewStamp()}
            WHERE id = {me.Id} AND password_hash = {oldHash}
            RETURNING user_name AS "Username", email AS "Email"
            """).ToListAsync(cancellationToken);
        if (changed is not [var recipient])
        {
            return Meanwhile;
        }

        await sessions.EndAllAsync(me.Id, except: me.SessionId, SessionEnd.PasswordChanged, cancellationToken);
        db.OutgoingEmails.Add(letters.PasswordChanged(recipient.Email, recipient.Username));
        audit.Record(AuditTypes.PasswordChanged, me.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private sealed record Recipient(string Username, string Email);
}

using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passwords;

/// <param name="Token">What stands behind <c>#token=</c> in the link of the mail.</param>
public sealed record ResetPassword(string Token, string Password);

/// <summary>
/// Sets a new password for who can read the account's mail. Logs nobody in: a second factor is asked for at the next log-in
/// as ever (ASVS 6.4.3).
/// </summary>
internal sealed class PasswordResetting(
    IdentityDbContext db,
    AccountTokens tokens,
    PasswordRules rules,
    PasswordHashing hashing,
    SessionEnding sessions,
    Letters letters,
    AuditLog audit,
    Tries tries)
{
    public async Task<Problem?> ResetAsync(ResetPassword body, CancellationToken cancellationToken)
    {
        // Spares the hash when the link is bad already, and tells of a weak password without using the link up; the
        // deletion of the row below decides.
        if (await FindAsync(body.Token, cancellationToken) is not { } account)
        {
            return AccountTokens.Invalid;
        }

        if (rules.Check(body.Password, account.Username, account.Email) is { } weak)
        {
            return Problem.Invalid("password", weak);
        }

        var hash = await hashing.HashAsync(body.Password, cancellationToken);
        return hash.Problem is { } busy ? busy : await SaveAsync(body.Token, hash.Value, cancellationToken);
    }

    private async Task<Problem?> SaveAsync(string token, string passwordHash, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await tokens.UseAsync(token, cancellationToken, TokenPurpose.ResetPassword) is not { } used)
        {
            return AccountTokens.Invalid;
        }

        // Only while the address is still the account's; who opened the link has it.
        var changed = await db.Database.SqlQuery<string>(
            $"""
            UPDATE users SET password_hash = {passwordHash}, email_confirmed = true, security_stamp = {User.NewStamp()}
            WHERE id = {used.UserId} AND email = {used.Email}
            RETURNING user_name AS "Value"
            """).ToListAsync(cancellationToken);
        if (changed is not [var username])
        {
            return AccountTokens.Invalid;
        }

        await sessions.EndAllAsync(used.UserId, except: null, SessionEnd.PasswordChanged, cancellationToken);
        db.OutgoingEmails.Add(letters.PasswordChanged(used.Email, username));
        audit.Record(AuditTypes.PasswordReset, used.UserId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Whoever guessed at the account, its owner is here now.
        await tries.LoggedInAsync(username, cancellationToken);
        await tries.LoggedInAsync(used.Email, cancellationToken);
        return null;
    }

    private async Task<Account?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (RefreshToken.TryHash(token) is not { } hash)
        {
            return null;
        }

        var found = await db.Database.SqlQuery<Account>(
            $"""
            SELECT users.user_name AS "Username", token.email AS "Email"
            FROM account_tokens token JOIN users ON users.id = token.user_id
            WHERE token.hash = {hash} AND token.purpose = {TokenPurpose.ResetPassword} AND token.expires_at > now()
            """).ToListAsync(cancellationToken);
        return found is [var one] ? one : null;
    }

    private sealed record Account(string Username, string Email);
}

using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Email;

/// <summary>What the link of a mail allows, as its row says it.</summary>
internal static class TokenPurpose
{
    public const string VerifyEmail = "verify_email";
    public const string ChangeEmail = "change_email";
    public const string UndoEmailChange = "undo_email_change";
    public const string ResetPassword = "reset_password";
}

/// <summary>
/// The single-use secrets in the links of mails. All of it runs in the caller's transaction: a token is used up if and only
/// if what it allows is done.
/// </summary>
internal sealed class AccountTokens(IdentityDbContext db)
{
    public static readonly Problem Invalid = new(
        400, "account.token_invalid", "This link was used before, is too old, or not whole. Ask for a new one.");

    /// <summary>A new token as the mail holds it. Earlier ones for the same purpose are good no more.</summary>
    /// <param name="email">Whom the mail goes to, or in a taking back, which address comes back.</param>
    public async Task<string> IssueAsync(
        Guid userId, string purpose, string email, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (token, hash) = RefreshToken.Draw();
        // Every earlier address can be brought back as long as its own link lives.
        var replaces = purpose != TokenPurpose.UndoEmailChange;
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH replaced AS (DELETE FROM account_tokens WHERE {replaces} AND user_id = {userId} AND purpose = {purpose})
            INSERT INTO account_tokens (hash, user_id, purpose, email, expires_at)
            VALUES ({hash}, {userId}, {purpose}, {email}, now() + {lifetime})
            """,
            cancellationToken);
        return token;
    }

    /// <summary>Uses a token up, if it is good for one of the purposes. Of parallel calls one gets it.</summary>
    public async Task<UsedToken?> UseAsync(string token, CancellationToken cancellationToken, params string[] purposes)
    {
        if (RefreshToken.TryHash(token) is not { } hash)
        {
            return null;
        }

        var used = await db.Database.SqlQuery<UsedToken>(
            $"""
            DELETE FROM account_tokens WHERE hash = {hash} AND purpose = ANY({purposes}) AND expires_at > now()
            RETURNING user_id AS "UserId", purpose AS "Purpose", email AS "Email", created_at AS "CreatedAt"
            """).ToListAsync(cancellationToken);
        return used is [var one] ? one : null;
    }
}

internal sealed record UsedToken(Guid UserId, string Purpose, string Email, DateTimeOffset CreatedAt);

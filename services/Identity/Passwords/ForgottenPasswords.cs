using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passwords;

/// <param name="Login">The user name or the e-mail address.</param>
public sealed record ForgotPassword(string Login);

/// <summary>
/// Mails a link that sets a new password. Whoever asks is answered before anyone looks whether there is such an account: the
/// words and the time of the answer are the same (ASVS 6.3.8).
/// </summary>
internal sealed class ForgottenPasswords(IServiceScopeFactory scopes)
{
    public static async Task<Problem?> NoteAsync(
        ForgotPassword body, IdentityDbContext db, Tries tries, CancellationToken cancellationToken)
    {
        if (body.Login.Length is 0 or > IdentityLimits.MaxEmailLength)
        {
            return Problem.Invalid("login", "Your user name or e-mail address.");
        }

        var login = User.Normalize(body.Login);
        if (await tries.CauseMailAsync(login, cancellationToken) is { } wait)
        {
            return wait;
        }

        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO forgotten_passwords (id, login) VALUES ({Guid.CreateVersion7()}, {login})", cancellationToken);
        return null;
    }

    /// <summary>Turns what was noted into mails; each note by one replica.</summary>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        bool more;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            more = await AnswerOneAsync(scope.ServiceProvider, cancellationToken);
        }
        while (more);
    }

    private static async Task<bool> AnswerOneAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var noted = await db.Database.SqlQuery<string>(
            $"""
            DELETE FROM forgotten_passwords
            WHERE id = (SELECT id FROM forgotten_passwords ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING login AS "Value"
            """).ToListAsync(cancellationToken);
        if (noted is not [var login])
        {
            return false;
        }

        var user = await db.Users.AsNoTracking()
            .Where(user => (user.NormalizedUserName == login || user.NormalizedEmail == login) && user.Email != null)
            .Select(user => new { user.Id, user.UserName, user.Email })
            .SingleOrDefaultAsync(cancellationToken);
        if (user is not null)
        {
            var token = await services.GetRequiredService<AccountTokens>().IssueAsync(
                user.Id, TokenPurpose.ResetPassword, user.Email!, IdentityLimits.ResetPasswordLifetime, cancellationToken);
            db.OutgoingEmails.Add(services.GetRequiredService<Letters>().ResetPassword(user.Email!, user.UserName!, token));
            services.GetRequiredService<AuditLog>().Record(AuditTypes.PasswordForgotten, user.Id);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

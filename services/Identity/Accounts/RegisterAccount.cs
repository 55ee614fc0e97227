using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>What a new person gives.</summary>
public sealed record RegisterAccount(
    string Username, string Email, string Password, RefreshTokenIn RefreshTokenIn = RefreshTokenIn.Body);

internal sealed class AccountRegistration(
    IdentityDbContext db, PasswordHashing hashing, SessionIssuer issuer, AuditLog audit, TimeProvider time)
{
    private static readonly Problem UsernameTaken =
        Problem.Conflict("account.username_taken", "Somebody has this user name; choose another.");

    private static readonly Problem EmailTaken =
        Problem.Conflict("account.email_taken", "There is an account with this e-mail address; log in instead.");

    public async Task<Outcome<IssuedSession>> RegisterAsync(RegisterAccount body, CancellationToken cancellationToken)
    {
        if (AccountRules.Check(body) is { } invalid)
        {
            return invalid;
        }

        if (await FindTakenAsync(body, cancellationToken) is { } taken)
        {
            return taken;
        }

        var hash = await hashing.HashAsync(body.Password, cancellationToken);
        return hash.Problem is { } refused ? refused : await SaveAsync(body, hash.Value, cancellationToken);
    }

    /// <summary>Spares the hash of a password when the answer is already clear. Only the unique indexes decide.</summary>
    private async Task<Problem?> FindTakenAsync(RegisterAccount body, CancellationToken cancellationToken)
    {
        var name = User.Normalize(body.Username);
        var email = User.Normalize(body.Email);
        var others = await db.Users.AsNoTracking()
            .Where(user => user.NormalizedUserName == name || user.NormalizedEmail == email)
            .Select(user => user.NormalizedUserName)
            .ToListAsync(cancellationToken);
        return others.Count == 0 ? null : others.Contains(name) ? UsernameTaken : EmailTaken;
    }

    private async Task<Outcome<IssuedSession>> SaveAsync(
        RegisterAccount body, string passwordHash, CancellationToken cancellationToken)
    {
        var user = User.Register(body.Username, body.Email, passwordHash, time.GetStorableNow());
        var session = issuer.Issue(db, user);
        db.Users.Add(user);
        audit.Record(AuditTypes.Registered, user.Id);
        // Before SaveChanges: the event goes into the outbox by the transaction that makes the account, or not at all.
        db.Publish(new UserRegistered(user.Id, user.UserName!, user.DisplayName, user.CreatedAt, user.Version));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
            ConstraintName: UserConfiguration.UsernameIndex or UserConfiguration.EmailIndex,
        } violation)
        {
            return violation.ConstraintName == UserConfiguration.UsernameIndex ? UsernameTaken : EmailTaken;
        }

        IdentityTelemetry.Registrations.Add(1);
        return session;
    }
}

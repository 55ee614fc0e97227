using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>What a new person gives.</summary>
public sealed record RegisterAccount(
    string Username, string Email, string Password, RefreshTokenIn RefreshTokenIn = RefreshTokenIn.Body);

internal sealed class AccountRegistration(
    IdentityDbContext db,
    AccountRules rules,
    Tries tries,
    PasswordHashing hashing,
    SessionIssuer issuer,
    AccountTokens tokens,
    Letters letters,
    AuditLog audit,
    TimeProvider time)
{
    public async Task<Outcome<IssuedSession>> RegisterAsync(RegisterAccount body, CancellationToken cancellationToken)
    {
        if (rules.Check(body) is { } invalid)
        {
            return invalid;
        }

        if (await tries.RegisterAsync(cancellationToken) is { } wait)
        {
            return wait;
        }

        if (await FindTakenAsync(body, db, cancellationToken) is { } taken)
        {
            return taken;
        }

        var hash = await hashing.HashAsync(body.Password, cancellationToken);
        return hash.Problem is { } refused ? refused : await SaveAsync(body, hash.Value, cancellationToken);
    }

    /// <summary>Spares the hash of a password when the answer is already clear. Only the unique indexes decide.</summary>
    public static async Task<Problem?> FindTakenAsync(
        RegisterAccount body, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var form = LookAlikes.Of(body.Username);
        var email = User.Normalize(body.Email);
        var others = await db.Users.AsNoTracking()
            .Where(user => user.LookAlike == form || user.NormalizedEmail == email)
            .Select(user => user.LookAlike)
            .ToListAsync(cancellationToken);
        return others.Count == 0 ? null
            : others.Contains(form) ? RegistrationProblems.UsernameTaken
            : RegistrationProblems.EmailTaken;
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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (RegistrationProblems.Of(e) is { } taken)
        {
            return taken;
        }

        var token = await tokens.IssueAsync(
            user.Id, TokenPurpose.VerifyEmail, body.Email, IdentityLimits.VerifyEmailLifetime, cancellationToken);
        db.OutgoingEmails.Add(letters.VerifyEmail(body.Email, body.Username, token));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        IdentityTelemetry.Registrations.Add(1);
        return session;
    }
}

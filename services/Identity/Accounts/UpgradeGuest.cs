using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>
/// Makes a full account of a guest's: the id stays, and with it friends, messages and the session; the others hear of the new
/// name by the profile's event.
/// </summary>
internal sealed class GuestUpgrading(
    IdentityDbContext db,
    AccountRules rules,
    Tries tries,
    PasswordHashing hashing,
    AccountTokens tokens,
    Letters letters,
    AuditLog audit,
    TimeProvider time)
{
    private static readonly Problem NoGuest =
        Problem.Conflict("account.not_a_guest", "This is a full account already.");

    public async Task<Outcome<OwnProfile>> UpgradeAsync(
        CurrentUser me, RegisterAccount body, CancellationToken cancellationToken)
    {
        if (rules.Check(body) is { } invalid)
        {
            return invalid;
        }

        if (await tries.RegisterAsync(cancellationToken) is { } wait)
        {
            return wait;
        }

        if (await AccountRegistration.FindTakenAsync(body, db, cancellationToken) is { } taken)
        {
            return taken;
        }

        var hash = await hashing.HashAsync(body.Password, cancellationToken);
        return hash.Problem is { } refused ? refused : await SaveAsync(me, body, hash.Value, cancellationToken);
    }

    private async Task<Outcome<OwnProfile>> SaveAsync(
        CurrentUser me, RegisterAccount body, string passwordHash, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locked: of two upgrades that come together the second finds a full account.
        var found = await db.Users.FromSql($"SELECT * FROM users WHERE id = {me.Id} AND is_guest FOR UPDATE")
            .ToListAsync(cancellationToken);
        if (found is not [var user])
        {
            return NoGuest;
        }

        user.Upgrade(body.Username, body.Email, passwordHash);
        audit.Record(AuditTypes.GuestUpgraded, user.Id);
        db.Publish(new ProfileChanged(
            user.Id, user.UserName!, user.DisplayName, user.AvatarId, time.GetStorableNow(), user.Version));
        var token = await tokens.IssueAsync(
            user.Id, TokenPurpose.VerifyEmail, body.Email, IdentityLimits.VerifyEmailLifetime, cancellationToken);
        db.OutgoingEmails.Add(letters.VerifyEmail(body.Email, body.Username, token));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (RegistrationProblems.Of(e) is { } taken)
        {
            return taken;
        }

        await transaction.CommitAsync(cancellationToken);
        return OwnProfile.Of(user);
    }
}

using System.Security.Cryptography;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Profile;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <param name="DisplayName">The name to show; absent, the guest's user name.</param>
/// <param name="RefreshTokenIn">Where the refresh token goes.</param>
public sealed record MakeGuest(string? DisplayName = null, RefreshTokenIn RefreshTokenIn = RefreshTokenIn.Body);

/// <summary>
/// Makes accounts of people who play before they register: with a name that we draw, without address and password. The
/// session that it answers with is the only way in; who loses it loses the account.
/// </summary>
internal sealed class GuestAccounts(
    IdentityDbContext db, Tries tries, SessionIssuer issuer, AuditLog audit, TimeProvider time)
{
    // No two that look alike, no vowels that would make words.
    private const string Letters = "bcdfghjkmnpqrstvwxz23456789";

    public async Task<Outcome<IssuedSession>> MakeAsync(MakeGuest body, CancellationToken cancellationToken)
    {
        var displayName = body.DisplayName is { } name ? ProfileRules.Tidy(name) : null;
        if (ProfileRules.Check(displayName, bio: null) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        if (await tries.MakeGuestAsync(cancellationToken) is { } wait)
        {
            return wait;
        }

        var username = $"guest-{RandomNumberGenerator.GetString(Letters, IdentityLimits.GuestNameLength)}";
        var user = User.AsGuest(username, displayName ?? username, time.GetStorableNow());
        var session = issuer.Issue(db, user);
        db.Users.Add(user);
        audit.Record(AuditTypes.Registered, user.Id, new { guest = true });
        db.Publish(new UserRegistered(user.Id, user.UserName!, user.DisplayName, user.CreatedAt, user.Version));
        await db.SaveChangesAsync(cancellationToken);
        IdentityTelemetry.Registrations.Add(1);
        return session;
    }
}

using System.Text.Json;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

/// <param name="Credential">What <c>toJSON()</c> of the credential gave.</param>
/// <param name="State">As it came with the options.</param>
/// <param name="RefreshTokenIn">Where the refresh token goes.</param>
public sealed record LogInWithPasskey(
    JsonElement Credential, string State, RefreshTokenIn RefreshTokenIn = RefreshTokenIn.Body);

/// <param name="Credential">What <c>toJSON()</c> of the credential gave.</param>
/// <param name="State">As it came with the options.</param>
public sealed record ReauthenticateWithPasskey(JsonElement Credential, string State);

/// <summary>A passkey is two factors in one, the device and what unlocks it: nothing else is asked for.</summary>
internal sealed class LoggingInWithPasskey(
    IdentityDbContext db, PasskeyCheck check, SessionStart start, RefusedLogIns refused, Reauthentication again)
{
    private static readonly Problem Failed =
        new(401, "login.failed", "This passkey was not accepted. Try again, or log in another way.");

    public async Task<Outcome<IssuedSession>> LogInAsync(LogInWithPasskey body, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await check.CheckAsync(
            PasskeyStates.LoggingIn, null, body.Credential, body.State, Failed, cancellationToken);
        if (owner.Problem is { } problem)
        {
            await transaction.RollbackAsync(cancellationToken);
            IdentityTelemetry.Count(IdentityTelemetry.Logins, "failed");
            await refused.CountAsync(null, RefusedLogIns.Passkey, cancellationToken);
            return problem;
        }

        var session = await start.StartAsync(owner.Value, SessionStart.ByPasskey, cancellationToken);
        // Also when the account is suspended: the answer is used up.
        await transaction.CommitAsync(cancellationToken);
        IdentityTelemetry.Count(IdentityTelemetry.Logins, session.Problem is null ? "done" : "failed");
        return session;
    }

    public async Task<Problem?> ReauthenticateAsync(
        CurrentUser me, ReauthenticateWithPasskey body, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await check.CheckAsync(
            PasskeyStates.Reauthenticating, me.SessionId, body.Credential, body.State, Reauthentication.PasskeyFailed, cancellationToken);
        if ((owner.Problem ?? await again.NoteAsync(me, cancellationToken)) is { } problem)
        {
            return problem;
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

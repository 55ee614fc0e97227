using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.SecondFactor;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <param name="Password">The account's password.</param>
/// <param name="Code">Of the second factor, when the account has one.</param>
public sealed record Reauthenticate(string Password, string? Code = null);

/// <summary>Asks a person who is logged in to show again who they are, before a change that a stolen session must not make.</summary>
internal sealed class Reauthentication(
    IdentityDbContext db, PasswordHashing hashing, GuessLimit guesses, SecondFactorCheck second, RefusedLogIns refusals)
{
    public static readonly Problem PasskeyFailed = new(
        401, "reauthentication.failed", "This passkey was not accepted. Try again, or use the password.");

    private static readonly Problem Failed = new(401, "reauthentication.failed", "The password is not right.");

    public async Task<Problem?> ByPasswordAsync(CurrentUser me, Reauthenticate body, CancellationToken cancellationToken)
    {
        if (await guesses.TakeAsync(me.Id, GuessLimit.Password, cancellationToken) is { } wait)
        {
            return new(429, "reauthentication.throttled", "Too many wrong passwords; wait, or use a passkey.", RetryAfter: wait);
        }

        var account = await db.Users.Where(user => user.Id == me.Id)
            .Select(user => new { user.PasswordHash, user.TwoFactorEnabled }).SingleOrDefaultAsync(cancellationToken);
        var verified = await hashing.VerifyAsync(account?.PasswordHash, body.Password, cancellationToken);
        if (verified.Problem is { } busy)
        {
            return busy;
        }

        if (account is null || verified.Value == PasswordVerificationResult.Failed)
        {
            await refusals.CountAsync(me.Id, RefusedLogIns.Reauthentication, cancellationToken);
            return Failed;
        }

        await guesses.ForgetAsync(me.Id, GuessLimit.Password, cancellationToken);
        return (account.TwoFactorEnabled
            ? await second.CheckAsync(me.Id, body.Code, "reauthentication", cancellationToken) : null)
            ?? await NoteAsync(me, cancellationToken);
    }

    /// <summary>From now on the session may make sensitive changes for a while.</summary>
    public async Task<Problem?> NoteAsync(CurrentUser me, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"UPDATE sessions SET authenticated_at = now() WHERE id = {me.SessionId} AND ended_at IS NULL",
            cancellationToken) == 1 ? null : Failed;
}

internal static class ReauthenticationExtensions
{
    private static readonly Problem Required = new(
        403, "reauthentication.required", "Show again who you are: POST /api/identity/reauthenticate, then repeat this.");

    /// <summary>
    /// Lets a request through whose session was authenticated within <see cref="IdentityLimits.ReauthenticationAge"/>
    /// (ASVS 7.5.1). An account with neither password nor passkey has nothing to show but its session, which is all that a
    /// guest ever had: it goes through.
    /// </summary>
    public static TBuilder RequireReauthentication<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var me = CurrentUser.From(http.User);
            var db = http.RequestServices.GetRequiredService<IdentityDbContext>();
            var age = IdentityLimits.ReauthenticationAge;
            var isFresh = await db.Database.SqlQuery<bool>(
                $"""
                SELECT session.authenticated_at > now() - {age} OR (account.password_hash IS NULL
                    AND NOT EXISTS (SELECT FROM passkeys WHERE passkeys.user_id = account.id)) AS "Value"
                FROM sessions session JOIN users account ON account.id = session.user_id
                WHERE session.id = {me.SessionId} AND session.user_id = {me.Id} AND session.ended_at IS NULL
                """).SingleOrDefaultAsync(http.RequestAborted);
            return isFresh ? await next(context) : Required.ToResult();
        });
}

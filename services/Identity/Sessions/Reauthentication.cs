using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.Identity.Passwords;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <param name="Password">The account's password.</param>
public sealed record Reauthenticate(string Password);

/// <summary>Asks a person who is logged in to show again who they are, before a change that a stolen session must not make.</summary>
internal sealed class Reauthentication(IdentityDbContext db, PasswordHashing hashing)
{
    private static readonly Problem Failed = new(401, "reauthentication.failed", "The password is not right.");

    public async Task<Problem?> ByPasswordAsync(CurrentUser me, Reauthenticate body, CancellationToken cancellationToken)
    {
        var hash = await db.Users.Where(user => user.Id == me.Id)
            .Select(user => user.PasswordHash).SingleOrDefaultAsync(cancellationToken);
        var verified = await hashing.VerifyAsync(hash, body.Password, cancellationToken);
        return verified.Problem is { } busy ? busy
            : verified.Value == PasswordVerificationResult.Failed ? Failed
            : await NoteAsync(me, cancellationToken);
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
    /// (ASVS 7.5.1).
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
                SELECT authenticated_at > now() - {age} AS "Value" FROM sessions WHERE id = {me.SessionId} AND ended_at IS NULL
                """).SingleOrDefaultAsync(http.RequestAborted);
            return isFresh ? await next(context) : Required.ToResult();
        });
}

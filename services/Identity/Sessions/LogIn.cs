using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.SecondFactor;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <param name="Login">The user name or the e-mail address.</param>
/// <param name="Code">Of the second factor, when the account has one.</param>
/// <param name="RefreshTokenIn">Where the refresh token goes.</param>
public sealed record LogIn(
    string Login, string Password, string? Code = null, RefreshTokenIn RefreshTokenIn = RefreshTokenIn.Body);

/// <summary>Whether it may be tried at all, the password, the code of the second factor if the account has one, then the session.</summary>
internal sealed class LoggingIn(
    IdentityDbContext db,
    Tries tries,
    PasswordHashing hashing,
    SecondFactorCheck second,
    SessionStart start,
    RefusedLogIns refusals)
{
    /// <summary>One answer for a wrong password and for an account that is not there: neither tells who has one.</summary>
    private static readonly Problem Failed =
        new(401, "login.failed", "The user name, e-mail address or password is not right.");

    public async Task<Outcome<IssuedSession>> LogInAsync(LogIn body, CancellationToken cancellationToken)
    {
        if (await tries.LogInAsync(body.Login, cancellationToken) is { } wait)
        {
            IdentityTelemetry.Throttled.Add(1);
            return wait;
        }

        var known = await CheckPasswordAsync(body, cancellationToken);
        if (known.Problem is { } refused)
        {
            return refused;
        }

        var user = known.Value;
        if (user.TwoFactorEnabled && await second.CheckAsync(user.Id, body.Code, "login", cancellationToken) is { } problem)
        {
            IdentityTelemetry.Count(IdentityTelemetry.Logins, "failed");
            return problem;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var method = user.TwoFactorEnabled ? SessionStart.BySecondFactor : SessionStart.ByPassword;
        var session = await start.StartAsync(user, method, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (session.Problem is null)
        {
            await tries.LoggedInAsync(body.Login, cancellationToken);
        }

        IdentityTelemetry.Count(IdentityTelemetry.Logins, session.Problem is null ? "done" : "failed");
        return session;
    }

    /// <summary>Whose name and password these are.</summary>
    private async Task<Outcome<User>> CheckPasswordAsync(LogIn body, CancellationToken cancellationToken)
    {
        var login = User.Normalize(body.Login);
        // No user name has an @, and every address has one.
        var user = login.Contains('@', StringComparison.Ordinal)
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedEmail == login, cancellationToken)
            : await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == login, cancellationToken);

        var verified = await hashing.VerifyAsync(user?.PasswordHash, body.Password, cancellationToken);
        if (verified.Problem is { } busy)
        {
            return busy;
        }

        if (user is null || verified.Value == PasswordVerificationResult.Failed)
        {
            IdentityTelemetry.Count(IdentityTelemetry.Logins, "failed");
            await refusals.CountAsync(user?.Id, RefusedLogIns.Password, cancellationToken);
            return Failed;
        }

        if (verified.Value == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await RehashAsync(user, body.Password, cancellationToken);
        }

        return user;
    }

    /// <summary>Brings an old hash to today's number of rounds, which only the password itself allows.</summary>
    private async Task RehashAsync(User user, string password, CancellationToken cancellationToken)
    {
        var hash = await hashing.HashAsync(password, cancellationToken);
        if (hash.Problem is not null)
        {
            return; // The queue is full; the next log-in will do it.
        }

        // Only over the hash that was checked: the password may have been changed meanwhile.
        await db.Users.Where(other => other.Id == user.Id && other.PasswordHash == user.PasswordHash)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.PasswordHash, hash.Value), cancellationToken);
    }
}

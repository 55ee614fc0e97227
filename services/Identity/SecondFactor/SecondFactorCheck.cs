using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.SecondFactor;

/// <summary>Whether a code is one of the person's: of their authenticator or a recovery code, each accepted once.</summary>
internal sealed class SecondFactorCheck(
    IdentityDbContext db, AuthenticatorSecrets secrets, GuessLimit guesses, SecurityNotices notices, AuditLog audit, RefusedLogIns refusals,
    TimeProvider time)
{
    /// <summary>Checks the code and uses it up.</summary>
    /// <param name="userId">An account whose second factor is on.</param>
    /// <param name="code">As the person typed it; null when they were not asked yet.</param>
    /// <param name="act">What it is for; the first part of the problems' codes: <c>login</c> or <c>reauthentication</c>.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <returns>Why not; null when it was right.</returns>
    public async Task<Problem?> CheckAsync(Guid userId, string? code, string act, CancellationToken cancellationToken)
    {
        var given = RecoveryCode.Plain(code ?? "");
        if (given.Length == 0)
        {
            return new(401, $"{act}.code_required", "This account has a second factor: send the code of the authenticator too.");
        }

        var right = given.Length == Totp.Digits && given.All(char.IsAsciiDigit)
            ? await UseTotpAsync(userId, given, act, cancellationToken)
            : await UseRecoveryCodeAsync(userId, given, cancellationToken);
        if (right.Problem is null && right.Value)
        {
            return null;
        }

        await refusals.CountAsync(userId, RefusedLogIns.Code, cancellationToken);
        return right.Problem ?? new(
            401, $"{act}.code_invalid", "This code is not right, or was used before. Wait for the next one, or use a recovery code.");
    }

    private async Task<Outcome<bool>> UseTotpAsync(Guid userId, string code, string act, CancellationToken cancellationToken)
    {
        if (await guesses.TakeAsync(userId, GuessLimit.Code, cancellationToken) is { } wait)
        {
            return new Problem(429, $"{act}.throttled", "Too many wrong codes; wait, or use a recovery code.", RetryAfter: wait);
        }

        var stored = await db.Database.SqlQuery<byte[]>(
            $"""SELECT protected_secret AS "Value" FROM authenticators WHERE user_id = {userId}""").ToListAsync(cancellationToken);
        if (stored is not [var sealedSecret]
            || Totp.FindStep(secrets.Unprotect(sealedSecret, userId), code, time.GetUtcNow()) is not { } step
            || !await TakeStepAsync(userId, step, cancellationToken))
        {
            return false;
        }

        await guesses.ForgetAsync(userId, GuessLimit.Code, cancellationToken);
        return true;
    }

    /// <summary>One statement decides who of several that present one code was first, on whichever replica.</summary>
    private async Task<bool> TakeStepAsync(Guid userId, long step, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"UPDATE authenticators SET last_step = {step} WHERE user_id = {userId} AND last_step < {step}", cancellationToken) == 1;

    /// <summary>
    /// Not counted as a guess: nobody guesses 120 bits, and whoever spends the guesses of another must not shut them out.
    /// </summary>
    private async Task<Outcome<bool>> UseRecoveryCodeAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var hash = RecoveryCode.Hash(code);
        if (await db.Database.ExecuteSqlAsync(
            $"DELETE FROM recovery_codes WHERE user_id = {userId} AND hash = {hash}", cancellationToken) == 0)
        {
            return false;
        }

        audit.Record(AuditTypes.RecoveryCodeUsed, userId);
        await notices.AddAsync(
            userId, "A recovery code was used", "Somebody used one of your recovery codes in place of your authenticator. It is good no more.",
            cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

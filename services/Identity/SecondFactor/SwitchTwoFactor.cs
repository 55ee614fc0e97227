using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.SecondFactor;

/// <param name="Code">Of the authenticator that was just set up.</param>
public sealed record EnableTwoFactor(string Code);

/// <param name="RecoveryCodes">Shown once; each good for one log-in.</param>
public sealed record IssuedRecoveryCodes(IReadOnlyList<string> RecoveryCodes);

/// <param name="RecoveryCodesLeft">0 while it is off.</param>
public sealed record TwoFactorStatus(bool Enabled, int RecoveryCodesLeft);

/// <summary>Switches the second factor on and off. The row of the account is locked first, so that these acts queue on it.</summary>
internal sealed class SwitchingTwoFactor(
    IdentityDbContext db, AuthenticatorSecrets secrets, SecondFactorChange change, TimeProvider time)
{
    private static readonly Problem NotSetUp =
        Problem.Conflict("two_factor.not_set_up", "Set it up first: POST /api/identity/two-factor/setup.");

    private static readonly Problem NotEnabled = Problem.Conflict("two_factor.not_enabled", "The second factor is off.");

    private static readonly Problem CodeInvalid = new(
        400, "two_factor.code_invalid", "This is not the code that your authenticator should show. Check its clock, or scan again.");

    public async Task<TwoFactorStatus> ReadAsync(CurrentUser me, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<TwoFactorStatus>(
            $"""
            SELECT two_factor_enabled AS "Enabled",
                (SELECT count(*)::int FROM recovery_codes WHERE user_id = users.id) AS "RecoveryCodesLeft"
            FROM users WHERE id = {me.Id}
            """).SingleOrDefaultAsync(cancellationToken) ?? new(false, 0);

    /// <summary>The first right code shows that the authenticator has the secret; before it nothing changes for the person.</summary>
    public async Task<Outcome<IssuedRecoveryCodes>> EnableAsync(
        CurrentUser me, EnableTwoFactor body, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await IsEnabledAsync(me, cancellationToken))
        {
            return SettingUpTwoFactor.AlreadyEnabled;
        }

        var stored = await db.Database.SqlQuery<byte[]>(
            $"""SELECT protected_secret AS "Value" FROM authenticators WHERE user_id = {me.Id} FOR UPDATE""")
            .ToListAsync(cancellationToken);
        if (stored is not [var sealedSecret])
        {
            return NotSetUp;
        }

        if (Totp.FindStep(secrets.Unprotect(sealedSecret, me.Id), RecoveryCode.Plain(body.Code), time.GetUtcNow()) is not { } step)
        {
            return CodeInvalid;
        }

        await db.Database.ExecuteSqlAsync(
            $"UPDATE authenticators SET last_step = {step} WHERE user_id = {me.Id}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE users SET two_factor_enabled = true WHERE id = {me.Id}", cancellationToken);
        var codes = await ReplaceCodesAsync(me, cancellationToken);
        await change.CommitAsync(
            me, AuditTypes.TwoFactorEnabled, "Your second factor is on",
            "From now on a log-in to your account asks for a code of your authenticator.", null, cancellationToken);
        return new IssuedRecoveryCodes(codes);
    }

    /// <summary>Also when it was off: a repeated call has nothing left to do.</summary>
    public async Task DisableAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var wasEnabled = await IsEnabledAsync(me, cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM authenticators WHERE user_id = {me.Id}", cancellationToken);
        if (!wasEnabled)
        {
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        await db.Database.ExecuteSqlAsync($"DELETE FROM recovery_codes WHERE user_id = {me.Id}", cancellationToken);
        await db.Database.ExecuteSqlAsync($"UPDATE users SET two_factor_enabled = false WHERE id = {me.Id}", cancellationToken);
        await change.CommitAsync(
            me, AuditTypes.TwoFactorDisabled, "Your second factor is off",
            "A log-in to your account asks only for the password again.", null, cancellationToken);
    }

    public async Task<Outcome<IssuedRecoveryCodes>> RenewCodesAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await IsEnabledAsync(me, cancellationToken))
        {
            return NotEnabled;
        }

        var codes = await ReplaceCodesAsync(me, cancellationToken);
        await change.CommitAsync(
            me, AuditTypes.RecoveryCodesRenewed, "You have new recovery codes", "The recovery codes that you had before are good no more.",
            null, cancellationToken);
        return new IssuedRecoveryCodes(codes);
    }

    /// <summary>Locks the account's row until the transaction ends.</summary>
    private async Task<bool> IsEnabledAsync(CurrentUser me, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<bool>($"""SELECT two_factor_enabled AS "Value" FROM users WHERE id = {me.Id} FOR UPDATE""")
            .ToListAsync(cancellationToken)) is [true];

    private async Task<IReadOnlyList<string>> ReplaceCodesAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        var codes = RecoveryCode.DrawAll();
        var hashes = codes.Select(RecoveryCode.Hash).ToArray();
        await db.Database.ExecuteSqlAsync($"DELETE FROM recovery_codes WHERE user_id = {me.Id}", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO recovery_codes (user_id, hash) SELECT {me.Id}, unnest({hashes})", cancellationToken);
        return codes;
    }
}

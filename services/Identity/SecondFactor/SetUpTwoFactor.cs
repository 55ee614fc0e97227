using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;
using QRCoder;

namespace OneVOne.Identity.SecondFactor;

/// <summary>What an authenticator app needs, in the three forms that people give it.</summary>
/// <param name="Secret">Base32, to type.</param>
/// <param name="Uri"><c>otpauth://</c>, to open on the device itself.</param>
/// <param name="QrSvg">The URI as a picture to scan.</param>
public sealed record TwoFactorSetup(string Secret, string Uri, string QrSvg);

internal sealed class SettingUpTwoFactor(IdentityDbContext db, AuthenticatorSecrets secrets)
{
    private const string Issuer = "OneVOne";

    public static readonly Problem AlreadyEnabled = Problem.Conflict(
        "two_factor.already_enabled", "The second factor is on. Switch it off first to use another authenticator.");

    /// <summary>
    /// Draws a secret that waits for its first code; one that waited before is replaced. One statement: the secret of a second
    /// factor that another request switches on meanwhile stays.
    /// </summary>
    public async Task<Outcome<TwoFactorSetup>> SetUpAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        var secret = Totp.DrawSecret();
        var names = await db.Database.SqlQuery<string>(
            $"""
            WITH owner AS (SELECT id, user_name FROM users WHERE id = {me.Id} AND NOT two_factor_enabled FOR UPDATE),
            kept AS (
                INSERT INTO authenticators (user_id, protected_secret)
                SELECT id, {secrets.Protect(secret, me.Id)} FROM owner
                ON CONFLICT (user_id) DO UPDATE SET protected_secret = excluded.protected_secret, created_at = now(), last_step = 0)
            SELECT user_name AS "Value" FROM owner
            """).ToListAsync(cancellationToken);
        return names is [var name] ? Describe(name, Base32.Encode(secret)) : AlreadyEnabled;
    }

    private static TwoFactorSetup Describe(string username, string secret)
    {
        var uri = $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(username)}?secret={secret}&issuer={Issuer}"
            + $"&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}";
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return new(secret, uri, picture.GetGraphic(
            pixelsPerModule: 4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}

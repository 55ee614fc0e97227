using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Data;
using OneVOne.Identity.Keys;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

/// <summary>
/// What the server must remember between the options and their answer, given to the client instead: encrypted, for one
/// purpose and one person, for 5 minutes, good once. Options cost no row, so nobody fills the disk by asking for them.
/// </summary>
internal sealed class PasskeyStates(IdentityDbContext db, PasskeyStateProtection protection, TimeProvider time)
{
    public const string Adding = "adding";
    public const string LoggingIn = "logging_in";
    public const string Reauthenticating = "reauthenticating";

    public static readonly Problem Invalid = new(
        400, "passkey.state_invalid", "This try is over: it was answered before, or is older than 5 minutes. Ask for options again.");

    /// <param name="purpose">One of the constants.</param>
    /// <param name="sessionId">Whose it is; null before a log-in.</param>
    /// <param name="state">The framework handler's, with the challenge in it.</param>
    public string Seal(string purpose, Guid? sessionId, string state) => protection.Seal(
        purpose, new PasskeyState(sessionId, time.GetUtcNow() + IdentityLimits.PasskeyStateLifetime, state));

    /// <summary>The handler's state; null when the text is none of this purpose and session, or too old.</summary>
    public string? Open(string purpose, Guid? sessionId, string text) =>
        protection.Open(purpose, text) is { } state && state.SessionId == sessionId && state.ExpiresAt > time.GetUtcNow()
            ? state.Content
            : null;

    /// <summary>
    /// Uses it up, in the caller's transaction and after the signature was checked: a wrong answer leaves no row. False when
    /// it was answered before, on whichever replica.
    /// </summary>
    public async Task<bool> TakeAsync(string text, CancellationToken cancellationToken)
    {
        var (hash, lifetime) = (SHA256.HashData(Base64Url.DecodeFromChars(text)), IdentityLimits.PasskeyStateLifetime);
        return await db.Database.ExecuteSqlAsync(
            // Twice its life, as the clock that gave it is the replica's.
            $"INSERT INTO used_challenges (hash, expires_at) VALUES ({hash}, now() + {lifetime} * 2) ON CONFLICT DO NOTHING",
            cancellationToken) == 1;
    }
}

internal sealed record PasskeyState(Guid? SessionId, DateTimeOffset ExpiresAt, string Content);

internal sealed class PasskeyStateProtection(IOptions<KeyProtectionOptions> options)
{
    private readonly KeyProtection protection = new(options, "OneVOne Identity passkey states");

    public string Seal(string purpose, PasskeyState state) =>
        Base64Url.EncodeToString(protection.Protect(JsonSerializer.SerializeToUtf8Bytes(state), purpose));

    public PasskeyState? Open(string purpose, string text)
    {
        try
        {
            return Base64Url.IsValid(text)
                ? JsonSerializer.Deserialize<PasskeyState>(protection.Unprotect(Base64Url.DecodeFromChars(text), purpose, out _))
                : null;
        }
        catch (CryptographicException)
        {
            return null; // Of another purpose or deployment, or changed.
        }
    }
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneVOne.Identity.SecondFactor;

/// <summary>
/// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: six digits, 30 seconds, HMAC-SHA1.
/// docs/decisions/codes-are-accepted-once.md says why not the framework's.
/// </summary>
internal static class Totp
{
    public const int Digits = 6;
    public const int StepSeconds = 30;

    /// <summary>A code on its way, or of a clock a little ahead, is good too (RFC 6238 §5.2).</summary>
    private const int Tolerance = 1;

    public static byte[] DrawSecret() => RandomNumberGenerator.GetBytes(IdentityLimits.TotpSecretBytes);

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The time step whose code this is, near the time; null when it is none's.</summary>
    public static long? FindStep(ReadOnlySpan<byte> secret, string code, DateTimeOffset time)
    {
        var given = Encoding.ASCII.GetBytes(code);
        long? found = null;
        for (var step = StepAt(time) - Tolerance; step <= StepAt(time) + Tolerance; step++)
        {
            // All of them, in constant time: how long it takes tells nothing of the code.
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(CodeOf(secret, step))))
            {
                found = step;
            }
        }

        return found;
    }

    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA1 is what authenticator apps know, and HMAC does not need collision resistance.")]
    public static string CodeOf(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);
        var offset = hash[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

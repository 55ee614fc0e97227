using System.Security.Cryptography;
using System.Text;

namespace OneVOne.Identity.SecondFactor;

/// <summary>
/// What to log in with when the authenticator is lost: 120 random bits as four groups of six letters and digits. Beyond
/// guessing, so an unsalted hash of it may be stored (ASVS 6.5.2 asks for 112).
/// </summary>
internal static class RecoveryCode
{
    private const int GroupLength = 6;

    public static IReadOnlyList<string> DrawAll() =>
        [.. Enumerable.Range(0, IdentityLimits.RecoveryCodes).Select(_ => Draw())];

    /// <summary>The hash of a code as a person typed it, whatever the case, the spaces and the hyphens.</summary>
    public static byte[] Hash(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(Plain(code).ToUpperInvariant()));

    /// <summary>Without what people put between groups.</summary>
    public static string Plain(string code) =>
        string.Concat(code.Where(letter => letter != '-' && !char.IsWhiteSpace(letter)));

    private static string Draw() => string.Join(
        '-', Base32.Encode(RandomNumberGenerator.GetBytes(IdentityLimits.RecoveryCodeBytes)).Chunk(GroupLength).Select(group => new string(group)));
}

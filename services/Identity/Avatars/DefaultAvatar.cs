using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneVOne.Identity.Avatars;

/// <summary>The picture of who has uploaded none: the first letter or digit of the name on a colour of the person's own.</summary>
internal static class DefaultAvatar
{
    /// <summary>Dark enough that white on it has a contrast of at least 4.5 : 1 at every hue (WCAG 2.2, 1.4.3).</summary>
    private const string Tone = "50%,30%";

    /// <summary>Empty for names without any, and for nobody.</summary>
    public static string InitialOf(string displayName)
    {
        var initial = displayName.EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit);
        return initial == default ? "" : Rune.ToUpperInvariant(initial).ToString();
    }

    /// <summary>The same for a person on every replica and at any time.</summary>
    public static int HueOf(Guid userId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(userId.ToByteArray(bigEndian: true), hash);
        return ((hash[0] << 8) | hash[1]) % 360;
    }

    /// <param name="initial">A letter or digit, so there is nothing to escape.</param>
    public static byte[] Draw(int hue, string initial) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256"><rect width="256" height="256" fill="hsl({hue},{Tone})"/><text x="128" y="128" dy=".35em" fill="#fff" font-family="system-ui,sans-serif" font-size="128" text-anchor="middle">{initial}</text></svg>
        """));
}

using System.Globalization;
using System.Text;

namespace OneVOne.Identity.Profile;

/// <summary>Which names and texts a person may show to others.</summary>
internal static class ProfileRules
{
    /// <summary>The name as it is kept: trimmed and composed (NFC), so that what looks the same is the same.</summary>
    public static string Tidy(string displayName) => displayName.Trim().Normalize(NormalizationForm.FormC);

    public static Dictionary<string, string[]> Check(string? displayName, string? bio)
    {
        var errors = new Dictionary<string, string[]>();
        if (displayName is not null && !IsName(displayName))
        {
            errors["displayName"] =
            [
                $"1 to {IdentityLimits.MaxDisplayNameLength} characters, something to see among them; no line breaks, control "
                + "characters or signs that turn the direction of writing.",
            ];
        }

        if (bio is not null && !IsBio(bio))
        {
            errors["bio"] =
            [
                $"Up to {IdentityLimits.MaxBioLength} characters; no control characters but line breaks, and no signs that turn the "
                + "direction of writing.",
            ];
        }

        return errors;
    }

    private static bool IsName(string name) =>
        name.EnumerateRunes().Count() is >= 1 and <= IdentityLimits.MaxDisplayNameLength
        && name.EnumerateRunes().All(IsShowable)
        && name.EnumerateRunes().Any(IsVisible);

    private static bool IsBio(string bio) =>
        bio.EnumerateRunes().Count() <= IdentityLimits.MaxBioLength
        && bio.EnumerateRunes().All(rune => rune.Value == '\n' || IsShowable(rune));

    // The marks, embeddings, overrides and isolates of direction would reach over into what stands beside the name.
    private static bool IsShowable(Rune rune) =>
        rune.Value is not (0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    // A joiner or a combining mark alone is a name that nobody sees. The Hangul fillers are letters that show nothing.
    private static bool IsVisible(Rune rune) =>
        (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune))
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);
}

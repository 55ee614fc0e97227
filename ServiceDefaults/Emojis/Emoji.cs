using System.Globalization;
using System.Text;

namespace OneVOne.ServiceDefaults.Emojis;

/// <summary>What counts as one emoji, in a status and as a reaction alike.</summary>
public static class Emoji
{
    /// <summary>In UTF-16 units: the longest families of skin tones have some 30.</summary>
    public const int MaxLength = 35;

    // Turns what is otherwise text, such as a digit or an exclamation mark, into an emoji.
    private const int VariationSelector = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int Joiner = 0x200D;
    private const int FirstArrow = 0x2190;

    /// <summary>Whether a text is one emoji: one character as people see it, a symbol in it, and nothing that is text.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxLength || StringInfo.GetNextTextElementLength(text) != text.Length)
        {
            return false;
        }

        var (first, hasSymbol) = (true, false);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSymbol = IsSymbol(rune);
            if (!isSymbol && !(first ? MayBeTurned(rune) : IsPart(rune)))
            {
                return false;
            }

            hasSymbol |= isSymbol;
            first = false;
        }

        return hasSymbol;
    }

    private static bool IsSymbol(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.MathSymbol && rune.Value >= FirstArrow)
        || rune.Value is VariationSelector or Keycap;

    /// <summary>Digits, marks and the few letters that are emoji with a selector or a keycap behind them.</summary>
    private static bool MayBeTurned(Rune rune) =>
        rune.Value is (>= '0' and <= '9') or '#' or '*' or 0x203C or 0x2049 or 0x2139 or 0x3030;

    /// <summary>Joiners, skin tones, and the tags of a region's flag.</summary>
    private static bool IsPart(Rune rune) =>
        rune.Value is Joiner or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F);
}

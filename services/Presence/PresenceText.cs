using System.Text;

namespace OneVOne.Presence;

/// <summary>What people may put beside their name. Length is counted in code points, as people and other languages count.</summary>
internal static class PresenceText
{
    /// <summary>What is wrong with a text; null when it may be shown.</summary>
    public static string? Check(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            // Control characters, and those that turn the direction of what stands beside, would break others' lists.
            if (Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return "It is one line of text, without control characters.";
            }

            length++;
        }

        return length <= PresenceLimits.MaxText ? null : $"It has at most {PresenceLimits.MaxText} characters, not {length}.";
    }
}

using System.Text.RegularExpressions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.CustomEmoji;

/// <summary>What a conversation's own emoji may be called: the word between colons that people type.</summary>
internal static partial class EmojiName
{
    public const string Pattern = "[a-z0-9_]{2,32}";

    /// <summary>Why it can be no name; null when it can.</summary>
    public static Problem? Check(string name) => Whole().IsMatch(name)
        ? null
        : Problem.Invalid("name", "2 to 32 small letters (a to z), digits and underscores, without colons.");

    [GeneratedRegex($"^{Pattern}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}

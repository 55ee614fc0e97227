using System.Text.RegularExpressions;

namespace OneVOne.Chat.Search;

/// <summary>A word, a phrase in quotes, or a filter such as <c>from:ann</c> of what a person typed.</summary>
/// <param name="Filter">The name before the colon; null for what is looked for in the text.</param>
internal sealed partial record SearchToken(string? Filter, string Value, bool IsExcluded = false, bool IsQuoted = false)
{
    /// <summary>Never fails: a quote that is not closed goes to the end, and what is no filter is a word.</summary>
    public static IEnumerable<SearchToken> In(string text)
    {
        foreach (Match match in Token().Matches(text))
        {
            var filter = match.Groups["filter"];
            var phrase = match.Groups["phrase"];
            var value = phrase.Success ? phrase.Value : match.Groups["word"].Value;
            if (!string.IsNullOrWhiteSpace(value))
            {
                yield return new SearchToken(
                    filter.Success ? filter.Value.ToLowerInvariant() : null, value, match.Groups["not"].Success, phrase.Success);
            }
        }
    }

    // A filter cannot be excluded: "-from:ann" looks for texts without those words.
    [GeneratedRegex(
        """(?:(?<filter>from|in|has|before|after):|(?<not>-)?)(?:"(?<phrase>[^"]*)(?:"|\z)|(?<word>[^\s"]+))""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Token();
}

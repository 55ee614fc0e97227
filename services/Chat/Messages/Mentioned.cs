using System.Text.RegularExpressions;

namespace OneVOne.Chat.Messages;

/// <summary>Whom a text names: <c>@name</c>, <c>@here</c>, <c>@all</c>. Who of them is meant is decided where it is written.</summary>
/// <param name="Names">Lower case, each once.</param>
/// <param name="Everyone"><c>here</c> or <c>all</c>; null for neither.</param>
/// <param name="Here">Who was here when it says <c>@here</c>.</param>
internal sealed partial record Mentioned(IReadOnlyList<string> Names, string? Everyone, IReadOnlyList<Guid> Here)
{
    public static Mentioned Nobody { get; } = new([], null, []);

    public static Mentioned In(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return Nobody;
        }

        var names = Name().Matches(Code().Replace(text, " "))
            .Select(match => match.Groups[1].Value.ToLowerInvariant()).Distinct().ToList();
        var everyone = names.Contains("all") ? "all" : names.Contains("here") ? "here" : null;
        return new Mentioned(
            [.. names.Where(name => name is not ("all" or "here")).Take(ChatLimits.MentionsPerMessage)], everyone, []);
    }

    // Not within a word, as an e-mail address is.
    [GeneratedRegex(@"(?<![\w@.])@([A-Za-z0-9_.-]{2,20}[A-Za-z0-9_]|here|all)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Name();

    // What is quoted as code names nobody.
    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Code();
}

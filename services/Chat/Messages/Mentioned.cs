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

    // As Identity lets names be, but for a mark at the end, which ends a sentence. Not within a word, an e-mail address or a
    // link. Each try looks at 21 characters at most, so the time grows with the length of the text alone.
    [GeneratedRegex(@"(?<![\w@./+-])@([A-Za-z0-9][A-Za-z0-9_.-]{1,18}[A-Za-z0-9_])(?![\w@])", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    // What is quoted as code names nobody. A run that nothing ends is looked through once: the next begins behind it, or
    // would have ended it.
    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}

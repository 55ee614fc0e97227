using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Search;

/// <summary>What is searched for: what a person typed, and what the parameters beside it say.</summary>
internal sealed class SearchQuery
{
    private static readonly Problem Empty = new(
        400, "search.empty", "Search for words, or by from, in, has, before, after.");

    private static readonly Problem TooLong = new(
        400, "search.too_long",
        $"A search has at most {ChatLimits.SearchLength} characters, and {ChatLimits.SearchTerms} words and filters.");

    private static readonly string[] HasWords = ["link", "mention", "reply", "reaction", "pin"];

    /// <summary>Words and phrases.</summary>
    public List<string> AllOf { get; } = [];

    public List<string> NoneOf { get; } = [];

    /// <summary>The last word, which may be the beginning of one: whoever types sees results on the way.</summary>
    public string? BeginsWith { get; private set; }

    public List<Guid> FromIds { get; } = [];

    public List<string> FromNames { get; } = [];

    public List<Guid> InIds { get; } = [];

    public List<string> InNames { get; } = [];

    public List<string> Has { get; } = [];

    public DateTimeOffset? Since { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    private int Terms => AllOf.Count + NoneOf.Count + FromIds.Count + FromNames.Count + InIds.Count + InNames.Count + Has.Count;

    public static Outcome<SearchQuery> Parse(SearchRequest request, Guid me)
    {
        var query = new SearchQuery();
        var text = request.Q ?? "";
        if (text.Length > ChatLimits.SearchLength)
        {
            return TooLong;
        }

        var tokens = SearchToken.In(text).ToList();
        if (tokens is [.., { Filter: null, IsExcluded: false, IsQuoted: false } last]
            && last.Value.EnumerateRunes().Count() >= ChatLimits.SearchPrefix)
        {
            query.BeginsWith = last.Value;
            tokens.RemoveAt(tokens.Count - 1);
        }

        foreach (var token in tokens.Concat(request.Filters()))
        {
            if (query.Add(token, me) is { } problem)
            {
                return problem;
            }
        }

        var isEmpty = query is { Terms: 0, BeginsWith: null, Since: null, Until: null };
        return isEmpty ? Empty : query.Terms > ChatLimits.SearchTerms ? TooLong : query;
    }

    /// <summary>Tells this search from every other: a cursor is of one search only.</summary>
    public string Digest(Guid me, SearchOrder order)
    {
        string[] parts =
        [
            $"{me}", $"{order}", $"{Since:O}", $"{Until:O}", BeginsWith ?? "\u001e", .. AllOf, "\u001e", .. NoneOf, "\u001e", .. Has,
            .. FromIds.Select(id => $"{id}"), "\u001e", .. FromNames, "\u001e", .. InIds.Select(id => $"{id}"), "\u001e", .. InNames,
        ];
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))))[..16];
    }

    private Problem? Add(SearchToken token, Guid me)
    {
        if (token.Value.Contains('\0', StringComparison.Ordinal))
        {
            return Problem.Malformed("The text has characters that cannot be stored, such as U+0000.");
        }

        var value = token.Value.Trim().TrimStart('@').ToLowerInvariant();
        switch (token.Filter)
        {
            case null:
                (token.IsExcluded ? NoneOf : AllOf).Add(token.Value);
                return null;
            case "from":
                Add(value == "me" ? $"{me}" : value, FromIds, FromNames);
                return null;
            case "in":
                Add(value, InIds, InNames);
                return null;
            case "has" when HasWords.Contains(value):
                Has.Add(value);
                return null;
            case "has":
                return Problem.Invalid("has", $"One of {string.Join(", ", HasWords)}.");
            default:
                return AddTime(token.Filter, value);
        }
    }

    private Problem? AddTime(string filter, string value)
    {
        if (!TryReadTime(value, out var time))
        {
            return Problem.Invalid(filter, "A day such as 2026-01-31, or a time such as 2026-01-31T18:00:00Z.");
        }

        if (filter == "after")
        {
            Since = Since > time ? Since : time;
        }
        else
        {
            Until = Until < time ? Until : time;
        }

        return null;
    }

    private static void Add(string value, List<Guid> ids, List<string> names)
    {
        if (Guid.TryParse(value, out var id))
        {
            ids.Add(id);
        }
        else
        {
            names.Add(value);
        }
    }

    private static bool TryReadTime(string value, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        value.ToUpperInvariant(),
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);
}

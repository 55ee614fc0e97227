using System.Text;

namespace OneVOne.Chat.Search;

/// <summary>
/// PostgreSQL knows which words of a text fitted, and marks them within it; people get the text as it is, and where they stand.
/// </summary>
internal static class Highlights
{
    private const char Start = '\u0002';
    private const char Stop = '\u0003';

    public static string Options { get; } = $"HighlightAll=true, StartSel={Start}, StopSel={Stop}";

    /// <returns>None when the text has such marks of its own: nobody types them.</returns>
    public static IReadOnlyList<int[]> Of(string body, string marked)
    {
        var (ranges, plain) = (new List<int[]>(), new StringBuilder(body.Length));
        foreach (var unit in marked)
        {
            switch (unit)
            {
                case Start:
                    ranges.Add([plain.Length, 0]);
                    break;
                case Stop when ranges.Count > 0:
                    ranges[^1][1] = plain.Length - ranges[^1][0];
                    break;
                default:
                    plain.Append(unit);
                    break;
            }
        }

        return plain.Equals(body) ? ranges : [];
    }
}

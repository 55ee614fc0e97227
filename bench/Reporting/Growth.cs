namespace OneVOne.Bench.Reporting;

/// <summary>How figures move as something grows.</summary>
/// <param name="title">Of the plot.</param>
/// <param name="across">What grows.</param>
/// <param name="up">What is measured, with its unit.</param>
internal sealed class Growth(string title, string across, string up)
{
    private readonly List<string> places = [];
    private readonly Dictionary<string, List<(double X, double Y)>> lines = [];

    public string Title => title;

    public string Across => across;

    public string Up => up;

    /// <summary>The sizes that were measured, in that order; they are drawn at equal distances.</summary>
    public IReadOnlyList<(double At, string Name)> Places => [.. places.Select((place, i) => ((double)i, place))];

    public IReadOnlyList<Line> Lines => [.. lines.Select(line => new Line(line.Key, [.. line.Value.OrderBy(point => point.X)]))];

    public void Add(string line, string place, double value)
    {
        if (!places.Contains(place))
        {
            places.Add(place);
        }

        if (!lines.TryGetValue(line, out var points))
        {
            lines[line] = points = [];
        }

        points.Add((places.IndexOf(place), value));
    }
}

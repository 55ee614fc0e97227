using System.Globalization;
using System.Net;
using System.Text;

namespace OneVOne.Bench.Reporting;

/// <param name="Points">Sorted by X.</param>
internal sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines over an axis, as SVG that needs nothing else.</summary>
internal sealed class LineChart(string title, string across, string up)
{
    private const double Width = 620;
    private const double Height = 300;
    private const double Left = 64;
    private const double Right = 12;
    private const double Top = 12;
    private const double Bottom = 44;
    private const int Ticks = 6;

    /// <summary>Powers of ten at equal distances upward.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Places across that have names; without them, round numbers.</summary>
    public IReadOnlyList<(double At, string Name)>? Named { get; init; }

    /// <summary>A line that must not be passed.</summary>
    public double? Bar { get; init; }

    /// <summary>The colour of a name, the same in all charts of a page.</summary>
    public required Func<string, int> ColorOf { get; init; }

    public string Render(IReadOnlyList<Line> lines)
    {
        var drawn = lines.Where(line => line.Points.Count > 0).ToArray();
        if (drawn.Length == 0)
        {
            return "";
        }

        var points = drawn.SelectMany(line => line.Points).ToArray();
        var (lowX, highX) = Named is null ? (0, points.Max(point => point.X)) : (Named[0].At, Named[^1].At);
        var highY = Math.Max(points.Max(point => point.Y), Bar ?? 0);
        var lowY = Logarithmic ? Math.Pow(10, Math.Floor(Math.Log10(Math.Max(0.01, points.Min(point => point.Y))))) : 0;
        highY = Logarithmic ? Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(highY, lowY * 10)))) : RoundUp(highY);
        double X(double x) => Left + ((Width - Left - Right) * (Math.Min(x, highX) - lowX) / Math.Max(highX - lowX, 1e-9));
        double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * (Logarithmic
            ? Math.Log10(Math.Max(y, lowY) / lowY) / Math.Log10(highY / lowY) : y / highY));

        var svg = new StringBuilder();
        svg.Append(Invariant($"<figure><figcaption>{Text(title)}</figcaption><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Text(title)}\">"));
        foreach (var y in Logarithmic ? Powers(lowY, highY) : Steps(highY))
        {
            svg.Append(Invariant($"<path class=\"grid\" d=\"M{Left} {Y(y):0.#}H{Width - Right}\"/><text class=\"up\" x=\"{Left - 8}\" y=\"{Y(y) + 4:0.#}\">{Text(Short(y))}</text>"));
        }

        foreach (var (at, name) in Named ?? [.. Steps(highX).Select(x => (x, Short(x)))])
        {
            svg.Append(Invariant($"<path class=\"grid\" d=\"M{X(at):0.#} {Top}V{Height - Bottom}\"/><text class=\"across\" x=\"{X(at):0.#}\" y=\"{Height - Bottom + 18}\">{Text(name)}</text>"));
        }

        if (Bar is { } bar)
        {
            svg.Append(Invariant($"<path class=\"bar\" d=\"M{Left} {Y(bar):0.#}H{Width - Right}\"/>"));
        }

        foreach (var line in drawn)
        {
            var path = string.Join('L', line.Points.Select(point => Invariant($"{X(point.X):0.#} {Y(point.Y):0.#}")));
            svg.Append(Invariant($"<path class=\"line c{ColorOf(line.Name)}\" d=\"M{path}\"><title>{Text(line.Name)}</title></path>"));
            if (line.Points.Count < 20)
            {
                foreach (var (x, y) in line.Points)
                {
                    svg.Append(Invariant($"<circle class=\"dot c{ColorOf(line.Name)}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"3\"><title>{Text(line.Name)}: {Short(x)}, {Short(y)}</title></circle>"));
                }
            }
        }

        svg.Append(Invariant($"<text class=\"across name\" x=\"{(Width + Left) / 2}\" y=\"{Height - 8}\">{Text(across)}</text>"));
        svg.Append(Invariant($"<text class=\"across name\" transform=\"translate(14 {(Height - Bottom) / 2}) rotate(-90)\">{Text(up)}</text></svg><ul class=\"legend\">"));
        foreach (var line in drawn)
        {
            svg.Append(Invariant($"<li><i class=\"c{ColorOf(line.Name)}\"></i>{Text(line.Name)}</li>"));
        }

        return svg.Append("</ul></figure>").ToString();
    }

    private static IEnumerable<double> Steps(double high)
    {
        var step = RoundUp(high / Ticks);
        for (var at = 0.0; at <= high * 1.0001; at += step)
        {
            yield return at;
        }
    }

    private static IEnumerable<double> Powers(double low, double high)
    {
        for (var at = low; at <= high * 1.0001; at *= 10)
        {
            yield return at;
        }
    }

    // 1, 2 or 5 times a power of ten.
    private static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * (value / power) switch
        {
            <= 1.0001 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
    }

    private static string Short(double value) => value switch
    {
        >= 1e6 => Invariant($"{value / 1e6:0.##} M"),
        >= 1e4 => Invariant($"{value / 1e3:0.#} k"),
        _ => Invariant($"{value:0.##}"),
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace OneVOne.Bench.Reporting;

/// <summary>A figure, once for each run.</summary>
internal sealed class Row(string what, string unit)
{
    private readonly Dictionary<string, List<double>> parts = [];

    public string What => what;

    public string Unit => unit;

    public string Beside { get; set; } = "";

    public List<double> Values { get; } = [];

    public double Median => MedianOf(Values);

    /// <summary>The median part of each limit, where 1 is all of it.</summary>
    public IReadOnlyDictionary<string, double> Parts => parts.ToDictionary(part => part.Key, part => MedianOf(part.Value));

    public string Range => Values.Count > 1 ? $"{Format(Values.Min())} – {Format(Values.Max())}" : "";

    public IEnumerable<string> PartsInWords => Parts.Select(part => $"{InWords(part.Value)} {part.Key}");

    public void AddPart(string of, double part)
    {
        if (!parts.TryGetValue(of, out var all))
        {
            parts[of] = all = [];
        }

        all.Add(part);
    }

    public static string InWords(double part) =>
        part < 1.5 ? part.ToString("0 %", CultureInfo.InvariantCulture) + " of"
            : part.ToString("0.0", CultureInfo.InvariantCulture) + " times";

    public static string Format(double value) => value.ToString(
        Math.Abs(value) < 10 ? "0.##" : Math.Abs(value) < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static double MedianOf(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

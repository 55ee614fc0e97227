using System.Globalization;
using System.Text.Json;

namespace OneVOne.Bench;

/// <summary>What was measured: a table for people, and the same as JSON for comparing runs.</summary>
internal sealed class Report(string scenario)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private readonly List<Row> rows = [];

    /// <param name="what">In words.</param>
    /// <param name="value">The median of the rounds.</param>
    /// <param name="unit">Such as "1/s" or "ms".</param>
    /// <param name="beside">What stands beside it, so that the number says something on another machine too.</param>
    public void Add(string what, double value, string unit, string beside = "")
    {
        rows.Add(new Row(what, Math.Round(value, 2), unit, beside));
        Console.Error.WriteLine($"  {what}: {Format(value)} {unit}");
    }

    public void Print()
    {
        var width = rows.Max(row => row.What.Length);
        Console.WriteLine();
        Console.WriteLine($"{scenario}, {Environment.ProcessorCount} processors, load generator included");
        foreach (var row in rows)
        {
            Console.WriteLine($"  {row.What.PadRight(width)}  {Format(row.Value),12} {row.Unit,-4} {row.Beside}");
        }
    }

    /// <returns>The file.</returns>
    public string Write()
    {
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        var file = Path.Combine(folder, $"{scenario}.json");
        var content = new { scenario, at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, rows };
        File.WriteAllText(file, JsonSerializer.Serialize(content, Indented));
        return file;
    }

    private static string Format(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private sealed record Row(string What, double Value, string Unit, string Beside);
}

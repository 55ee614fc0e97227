using System.Text.Json;
using OneVOne.Bench.Driving;
using Spectre.Console;

namespace OneVOne.Bench.Reporting;

/// <summary>
/// What was measured: a table for people, the same as JSON for comparing runs, and a page with plots. What is told is the median of the
/// runs; a part of a limit is the median of the parts of each run.
/// </summary>
internal sealed class Report(string scenario, string command)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<Row> rows = [];
    private readonly List<Measurement> measurements = [];
    private readonly List<Growth> growths = [];

    public string Scenario => scenario;

    public string Command => command;

    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    public Machine Machine { get; } = Machine.Read();

    public int Runs { get; private set; }

    public IReadOnlyList<Row> Rows => rows;

    /// <summary>Of the last run.</summary>
    public IReadOnlyList<Measurement> Measurements => measurements;

    /// <summary>Of the last run.</summary>
    public IReadOnlyList<Growth> Growths => growths;

    public void BeginRun()
    {
        Runs++;
        measurements.Clear();
        growths.Clear();
    }

    /// <param name="what">In words.</param>
    /// <param name="unit">Such as "1/s" or "ms".</param>
    /// <param name="beside">What stands beside it, so that the number says something on another machine too.</param>
    /// <param name="partOf">Rows of the same run that this is a part of, or many times.</param>
    public void Add(string what, double value, string unit, string beside = "", params IReadOnlyList<string> partOf)
    {
        var row = rows.Find(each => each.What == what);
        if (row is null)
        {
            rows.Add(row = new Row(what, unit));
        }

        row.Values.Add(value);
        row.Beside = beside;
        foreach (var name in partOf)
        {
            if (rows.Find(each => each.What == name) is { Values: [.., var limit] })
            {
                row.AddPart(name, value / limit);
            }
        }

        AnsiConsole.MarkupLineInterpolated($"  {what}: [bold]{Row.Format(value)}[/] {unit} [dim]{beside}[/]");
    }

    /// <summary>A line for who waits.</summary>
    public static void Tell(string line) => AnsiConsole.MarkupLineInterpolated($"    [dim]{line}[/]");

    /// <summary>What the plots are drawn of.</summary>
    public void Add(Measurement measurement) => measurements.Add(measurement);

    /// <summary>The plot of that title, to which each size adds its points.</summary>
    public Growth Plot(string title, string across, string up)
    {
        if (growths.Find(each => each.Title == title) is not { } growth)
        {
            growths.Add(growth = new Growth(title, across, up));
        }

        return growth;
    }

    public void Print()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("what", "median", "", "of all runs", "part of", "beside");
        table.Columns[1].RightAligned();
        foreach (var row in rows)
        {
            table.AddRow(
                new Markup(Markup.Escape(row.What)),
                new Markup($"[bold]{Row.Format(row.Median)}[/]"),
                new Markup(row.Unit),
                new Markup(row.Range),
                new Markup(Markup.Escape(string.Join("\n", row.PartsInWords))),
                new Markup(Markup.Escape(row.Beside)));
        }

        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{scenario}: {Runs} {(Runs == 1 ? "run" : "runs")} on {Machine.InWords}");
        AnsiConsole.Write(table);
    }

    public void Write()
    {
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        var (json, html) = (Path.Combine(folder, $"{scenario}.json"), Path.Combine(folder, $"{scenario}.html"));
        var content = new
        {
            scenario,
            command,
            at = At,
            runs = Runs,
            Machine,
            rows = rows.Select(row => new { row.What, row.Unit, row.Median, row.Values, row.Parts, row.Beside }),
            growths = growths.Select(each => new
            {
                each.Title,
                each.Across,
                each.Up,
                places = each.Places.Select(place => place.Name),
                lines = each.Lines.ToDictionary(line => line.Name, line => line.Points.Select(point => point.Y)),
            }),
            measurements = measurements.Select(each => new { each.Group, each.Target, steps = each.Steps.Select(StepAsJson) }),
        };
        File.WriteAllText(json, JsonSerializer.Serialize(content, Indented));
        File.WriteAllText(html, HtmlReport.Render(this));
        AnsiConsole.WriteLine($"Written to {json} and {html}");
    }

    private static object StepAsJson(Step step) => new
    {
        step.Rate,
        step.SendsPerSecond,
        step.DeliveriesPerSecond,
        step.Sent,
        step.Accepted,
        step.Refused,
        step.Heard,
        step.Cut,
        step.Faults,
        deliveries = step.Deliveries.Curve(),
        answers = step.Answers.Curve(),
        step.Samples,
    };
}

using System.Globalization;
using System.Net;
using System.Text;
using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Reporting;

/// <summary>One page that needs nothing else: what was measured, each figure as a part of its limit, and how it went over time.</summary>
internal static class HtmlReport
{
    private static readonly (double At, string Name)[] Percentiles =
        [(0, "0"), (1, "90 %"), (2, "99 %"), (3, "99.9 %"), (4, "99.99 %"), (5, "99.999 %")];

    public static string Render(Report report)
    {
        var colors = new List<string>();
        int ColorOf(string name)
        {
            if (!colors.Contains(name))
            {
                colors.Add(name);
            }

            return colors.IndexOf(name) % 10;
        }

        var html = new StringBuilder();
        html.Append($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>OneVOne: {Text(report.Scenario)}</title><style>");
        using (var style = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!))
        {
            html.Append(style.ReadToEnd());
        }

        html.Append($"</style><main><h1>{Text(report.Scenario)}</h1><p class=\"facts\"><code>{Text(report.Command)}</code><br>");
        html.Append(CultureInfo.InvariantCulture, $"{report.At:yyyy-MM-dd HH:mm} UTC · {report.Runs} {(report.Runs == 1 ? "run" : "runs, medians")} · {Text(report.Machine.InWords)}</p>");
        AppendRows(html, report);
        if (report.Growths.Count > 0)
        {
            html.Append("<div class=\"charts\">");
            foreach (var growth in report.Growths)
            {
                html.Append(new LineChart(growth.Title, growth.Across, growth.Up) { ColorOf = ColorOf, Named = growth.Places }.Render(growth.Lines));
            }

            html.Append("</div>");
        }

        if (report.Measurements.Count > 0)
        {
            html.Append("<p class=\"facts\">The plots are of the last run. Times count from when a message was due, so a late one is late.</p>");
        }

        foreach (var group in report.Measurements.GroupBy(each => each.Group))
        {
            html.Append($"<h2>{Text(group.Key)}</h2>");
            AppendGroup(html, [.. group], ColorOf);
        }

        return html.Append("</main></html>").ToString();
    }

    private static void AppendRows(StringBuilder html, Report report)
    {
        html.Append("<table><thead><tr><th>what<th>median<th><th>of all runs<th>part of its limit<th>beside</thead>");
        foreach (var row in report.Rows)
        {
            html.Append($"<tr><td>{Text(row.What)}<td class=\"n\"><b>{Row.Format(row.Median)}</b><td>{Text(row.Unit)}<td class=\"n\">{row.Range}<td>");
            foreach (var (of, part) in row.Parts)
            {
                var width = Math.Clamp(part, 0, 1).ToString("0.000", CultureInfo.InvariantCulture);
                html.Append($"<div class=\"part\" style=\"--part:{width}\"><b>{Row.InWords(part)}</b> {Text(of)}</div>");
            }

            html.Append($"<td>{Text(row.Beside)}");
        }

        html.Append("</table>");
    }

    private static void AppendGroup(StringBuilder html, IReadOnlyList<Measurement> targets, Func<string, int> colorOf)
    {
        html.Append("<div class=\"charts\">");
        if (targets.Any(target => target.Steps.Count > 1))
        {
            html.Append(new LineChart("The more is asked, the longer it takes", "heard a second", "ms, 99 of 100") { Logarithmic = true, ColorOf = colorOf }
                .Render([.. targets.Select(target => new Line(target.Target, [.. target.Steps
                    .Select(step => (step.DeliveriesPerSecond, step.P99)).OrderBy(point => point.DeliveriesPerSecond)]))]));
        }

        html.Append(new LineChart("From due to heard, at the highest rate that was held", "so many were as fast", "ms")
        {
            Logarithmic = true,
            ColorOf = colorOf,
            Named = Percentiles,
        }.Render([.. targets.Select(target => Curve(target.Target, target.Best.Deliveries))]));
        html.Append(new LineChart("From due to answered", "so many were as fast", "ms") { Logarithmic = true, ColorOf = colorOf, Named = Percentiles }
            .Render([.. targets.Select(target => Curve(target.Target, target.Best.Answers))]));
        html.Append(new LineChart("Heard a second, over time", "seconds", "deliveries") { ColorOf = colorOf }
            .Render([.. targets.Select(target => new Line(target.Target, OverTime(target, sample => sample.Heard)))]));
        html.Append("</div>");
        foreach (var target in targets)
        {
            html.Append($"<h3>{Text(target.Target)}, {target.Best.Rate.ToString("#,0", CultureInfo.InvariantCulture)} a second</h3><div class=\"charts\">");
            html.Append(new LineChart("Processors in use", "seconds", "processors") { ColorOf = colorOf }.Render(Parts(target, sample => sample.Processor)));
            html.Append(new LineChart("Memory", "seconds", "MB") { ColorOf = colorOf }.Render(Parts(target, sample => sample.Memory)));
            html.Append(new LineChart("What waits", "seconds", "rows and messages") { ColorOf = colorOf }
                .Render(Parts(target, sample => sample.Depths.ToDictionary(depth => depth.Key, depth => (double)depth.Value))));
            html.Append("</div>");
        }
    }

    private static Line Curve(string name, Histogram times) =>
        new(name, [.. times.Curve().Select(point => (-Math.Log10(Math.Max(1 - point.Part, 1e-9)), point.Milliseconds))]);

    private static IReadOnlyList<(double X, double Y)> OverTime(Measurement target, Func<Sampling.Sample, double> value) =>
        [.. target.Best.Samples.Select(sample => (sample.Second, value(sample)))];

    private static IReadOnlyList<Line> Parts(Measurement target, Func<Sampling.Sample, IReadOnlyDictionary<string, double>> values) =>
        target.Best.Samples is [] ? [] : [.. values(target.Best.Samples[0]).Keys.Select(
            part => new Line(part, OverTime(target, sample => values(sample).GetValueOrDefault(part))))];

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;

namespace OneVOne.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="AskedSeconds">How long each rate is held, after its warm-up; without it as long as the scenario needs.</param>
/// <param name="WarmSeconds">How long a target is used before anything counts: until its code is compiled for speed.</param>
/// <param name="Rate">The only rate to try; without it the highest that is held is looked for.</param>
/// <param name="Runs">How often all of it is done; what is told is the median.</param>
/// <param name="Against">What is measured: <c>ours</c>, <c>bare</c>, of that the nearest alone (<c>yarp</c>), <c>socketio</c>, <c>django</c>.</param>
/// <param name="Only">Part of the name of the questions that are asked.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Scenarios,
    double? AskedSeconds,
    double WarmSeconds,
    double? Rate,
    int Runs,
    IReadOnlySet<string> Against,
    string Only = "")
{
    private const double DefaultSeconds = 5;
    private const double DefaultWarmSeconds = 10;
    private static readonly string[] All = ["ours", "bare", "socketio", "django"];
    private static readonly string[] Known = [.. All, "yarp"];

    /// <summary>
    /// The same of what has just started. What a service does once a second has run thirty times, and is compiled anew, after
    /// half a minute: all of it at once, a third of a second of a processor in each service, which others then wait for.
    /// </summary>
    public double NewcomersWarmSeconds => WarmSeconds * 5;

    public double Seconds => AskedSeconds ?? DefaultSeconds;

    public static string Usage =>
        """
        ./onevone bench <scenario>… | all
          --against ours,bare   what to measure: ours, bare (the limits), yarp (of these the nearest), socketio, django, or all
          --seconds 5           how long each rate is held
          --warm 10             how long a target is used before anything counts; what has just started five times that
          --only "500 pairs"    of a scenario that asks several questions, those with this in their name; of a curve, this size
          --rate 500            only this rate, messages a second; without it the highest that is held
          --runs 1              do all of it so often, tell the median
        """;

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions([], null, DefaultWarmSeconds, null, 1, new HashSet<string> { "ours", "bare" });
        for (var i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            options = arguments[i] switch
            {
                "--seconds" => options with { AskedSeconds = Number(Value()) },
                "--warm" => options with { WarmSeconds = Number(Value()) },
                "--only" => options with { Only = Value() },
                "--rate" => options with { Rate = Number(Value()) },
                "--runs" => options with { Runs = (int)Math.Max(1, Number(Value())) },
                "--against" => options with { Against = Targets(Value()) },
                ['-', ..] unknown => throw new FormatException($"There is no {unknown}."),
                var scenario => options with { Scenarios = [.. options.Scenarios, scenario] },
            };
        }

        return options;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : throw new FormatException($"{text} is not a number above 0.");

    private static HashSet<string> Targets(string text)
    {
        var asked = text == "all" ? All : text.Split(',', StringSplitOptions.TrimEntries);
        return asked.Except(Known).FirstOrDefault() is { } unknown
            ? throw new FormatException($"There is no {unknown}; there are {string.Join(", ", Known)}.")
            : [.. asked];
    }
}

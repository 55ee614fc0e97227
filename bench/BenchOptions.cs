using System.Globalization;

namespace OneVOne.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long each rate is held, after its warm-up.</param>
/// <param name="Rate">The only rate to try; without it the highest that is held is looked for.</param>
/// <param name="Runs">How often all of it is done; what is told is the median.</param>
/// <param name="Against">What stands beside ours: <c>ours</c>, <c>bare</c>, <c>socketio</c>, <c>django</c>.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Scenarios, double Seconds, double? Rate, int Runs, IReadOnlySet<string> Against)
{
    private const double DefaultSeconds = 6;
    private static readonly string[] Known = ["ours", "bare", "socketio", "django"];

    public static string Usage =>
        """
        ./onevone bench <scenario>… | all
          --against ours,bare   what to measure: ours, bare (the limits), socketio, django, or all
          --seconds 6           how long each rate is held after its warm-up
          --rate 500            only this rate, messages a second; without it the highest that is held
          --runs 1              do all of it so often, tell the median
        """;

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions([], DefaultSeconds, null, 1, new HashSet<string> { "ours", "bare" });
        for (var i = 0; i < arguments.Length; i++)
        {
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            options = arguments[i] switch
            {
                "--seconds" => options with { Seconds = Number(Value()) },
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
        var asked = text == "all" ? Known : text.Split(',', StringSplitOptions.TrimEntries);
        return asked.Except(Known).FirstOrDefault() is { } unknown
            ? throw new FormatException($"There is no {unknown}; there are {string.Join(", ", Known)}.")
            : [.. asked];
    }
}

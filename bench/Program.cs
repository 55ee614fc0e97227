using OneVOne.Bench;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Scenarios;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 200;
}

IScenario[] scenarios =
[
    new FanoutScenario(), new DirectScenario(), new MixedScenario(), new EventsScenario(),
    new IdleScenario(), new ConnectScenario(), new StormScenario(), new PresenceScenario(),
    new HistoryScenario(), new InboxScenario(), new SearchScenario(), new FriendsScenario(), new LoginScenario(),
    new SoakScenario(),
];

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{BenchOptions.Usage}");
    return 2;
}

var chosen = options.Scenarios is ["all"]
    ? scenarios : [.. scenarios.Where(scenario => options.Scenarios.Contains(scenario.Name))];
if (chosen.Length == 0 || (options.Scenarios is not ["all"] && chosen.Length < options.Scenarios.Count))
{
    Console.WriteLine($"{BenchOptions.Usage}\n");
    foreach (var scenario in scenarios)
    {
        Console.WriteLine($"  {scenario.Name,-10} {scenario.Summary}");
    }

    return args.Length == 0 ? 0 : 2;
}

var failed = false;
foreach (var scenario in chosen)
{
    var report = new Report(scenario.Name, $"./onevone bench {string.Join(' ', args)}");
    try
    {
        for (var i = 1; i <= options.Runs; i++)
        {
            var title = options.Runs > 1 ? $"{scenario.Name}, run {i} of {options.Runs}" : scenario.Name;
            report.BeginRun();
            await AnsiConsole.Status().StartAsync(title, status => scenario.RunAsync(new BenchRun(options, report, doing =>
            {
                status.Status($"{title}: {Markup.Escape(doing)}");
                status.Refresh();
            })));
        }
    }
    catch (Exception e)
    {
        // The others are worth measuring all the same.
        failed = true;
        AnsiConsole.WriteException(e, ExceptionFormats.ShortenEverything);
    }

    if (report.Rows.Count > 0)
    {
        report.Print();
        report.Write();
    }
}

return failed ? 1 : 0;

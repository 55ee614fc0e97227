using OneVOne.Bench;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Scenarios;
using OneVOne.Bench.Wire;
using Spectre.Console;

InlineSockets.Use();
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 200;
}

IScenario[] scenarios =
[
    new FanoutScenario(), new DirectScenario(), new ConnectScenario(), new IdleScenario(), new StormScenario(), new HistoryScenario(), new InboxScenario(),
    new EventsScenario(), new SoakScenario(), new LoginScenario(), new FriendsScenario(), new PresenceScenario(),
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

foreach (var scenario in chosen)
{
    var report = new Report(scenario.Name, $"./onevone bench {string.Join(' ', args)}");
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

    report.Print();
    report.Write();
}

return 0;

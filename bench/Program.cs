using System.Runtime.InteropServices;
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
    new OverloadScenario(), new SoakScenario(),
    new MembersCurve(), new RoomsCurve(), new ConnectionsCurve(), new ReplicasCurve(), new StoredCurve(),
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
        Console.WriteLine($"  {scenario.Name,-17} {scenario.Summary}");
    }

    return args.Length == 0 ? 0 : 2;
}

// Who stops it, or whose patience ends, has what was measured until then.
Report? current = null;
void Tell(PosixSignalContext signal) => Finish(current);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Tell);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Tell);

var failed = false;
foreach (var scenario in chosen)
{
    var report = current = new Report(scenario.Name, $"./onevone bench {string.Join(' ', args)}");
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

    Finish(report);
}

return failed ? 1 : 0;

static void Finish(Report? report)
{
    if (report is { Rows.Count: > 0 })
    {
        report.Print();
        report.Write();
    }
}

using OneVOne.Bench;
using OneVOne.Bench.Scenarios;

IScenario[] scenarios = [new LoginScenario(), new FriendsScenario(), new PresenceScenario()];

var chosen = args is ["all"] ? scenarios : [.. scenarios.Where(scenario => args.Contains(scenario.Name))];
if (chosen.Length == 0)
{
    Console.WriteLine("./onevone bench <name> | all");
    foreach (var scenario in scenarios)
    {
        Console.WriteLine($"  {scenario.Name,-12} {scenario.Summary}");
    }

    return args.Length == 0 ? 0 : 2;
}

foreach (var scenario in chosen)
{
    var report = new Report(scenario.Name);
    await scenario.RunAsync(report);
    report.Print();
    Console.WriteLine($"Written to {report.Write()}");
}

return 0;

using System.Net;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>Looking for a word in what one may read, where 100,000 messages are stored.</summary>
internal sealed class SearchScenario : IScenario
{
    private const int Stored = 100_000;

    // One word in each hundred messages, one in each ten thousand, and one in none.
    private static readonly string[] Words = ["hundredth", "rarely", "neverwritten"];

    public const string Text =
        """
        'Message ' || n || ' of many' || CASE WHEN n % 100 = 0 THEN ' hundredth' ELSE '' END
            || CASE WHEN n % 10000 = 0 THEN ' rarely' ELSE '' END
        """;

    public string Name => "search";

    public string Summary => $"a word among {Stored:#,0} messages";

    public async Task RunAsync(BenchRun run)
    {
        await using var system = await OurSystem.StartAsync();
        var people = await system.PeopleAsync(20);
        using (var asked = await system.AskAsync(people[0], HttpMethod.Get, $"api/chat/search?q={Words[0]}"))
        {
            if (asked.StatusCode == HttpStatusCode.NotFound)
            {
                Report.Tell("This system has no search.");
                return;
            }
        }

        run.Say($"writing {Stored:#,0} messages");
        await using var messages = await StoredMessages.BeginAsync(system, people[1]);
        await messages.FillAsync(Stored, Text);
        foreach (var word in Words)
        {
            await Reads.AtRatesAsync(run, $"searching \"{word}\"", turn => system.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get, $"api/chat/search?q={word}"));
        }
    }
}

using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>The list of conversations of somebody who has 500, each with a last message and something unread.</summary>
internal sealed class InboxScenario : IScenario
{
    private const int Conversations = 500;

    public string Name => "inbox";

    public string Summary => $"the inbox of somebody with {Conversations} conversations";

    public async Task RunAsync(BenchRun run)
    {
        await using var system = await OurSystem.StartAsync();
        var people = await system.PeopleAsync(Conversations + 1);
        var owner = people[^1];
        run.Say($"{Conversations} friends write");
        // One after the other: each friendship changes the owner's row.
        for (var i = 0; i < Conversations; i++)
        {
            await system.BefriendAsync(people[i], owner);
        }

        await Gathering.ForEachAsync(Conversations, async i =>
        {
            var direct = await system.DirectAsync(people[i], owner);
            await system.GetAnswerAsync(
                people[i], HttpMethod.Post, $"api/chat/conversations/{direct}/messages",
                new { clientMessageId = Guid.NewGuid(), body = $"Hello from {i}" });
        });
        await system.UntilQuietAsync();
        foreach (var limit in (int[])[50, 100])
        {
            await Reads.AtRatesAsync(run, $"the first {limit} of {Conversations} conversations", _ => system.GetAnswerAsync(
                owner, HttpMethod.Get, $"api/chat/conversations?limit={limit}"));
        }
    }
}

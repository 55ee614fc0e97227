using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>Pages of history somewhere in a conversation, the more is stored.</summary>
internal sealed class HistoryScenario : IScenario
{
    private const int Page = 50;
    private static readonly long[] Stored = [1_000, 100_000, 1_000_000];

    public string Name => "history";

    public string Summary => "pages of history, the more is stored";

    public async Task RunAsync(BenchRun run)
    {
        await using var system = await OurSystem.StartAsync();
        var people = await system.PeopleAsync(20);
        await using var messages = await StoredMessages.BeginAsync(system, people[1]);
        foreach (var stored in Stored)
        {
            run.Say($"writing {stored:#,0} messages");
            await messages.FillAsync(stored, "'Message ' || n || repeat(' and more', 10)");
            var what = $"{stored:#,0} messages stored, a page of {Page}";
            // The same places for both, spread over all that is stored.
            long Before(int turn) => Page + 1 + (turn * 7919L % (stored - Page));
            var bare = await Reads.BareAsync(run, what, turn => ReadAsync(messages, Before(turn)));
            await Reads.AtRatesAsync(run, what, turn => system.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get,
                $"api/chat/conversations/{messages.Room}/messages?before={Before(turn)}&limit={Page}"), bare);
        }
    }

    private static async Task ReadAsync(StoredMessages messages, long before)
    {
        await using var select = messages.Chat.CreateCommand(
            """
            SELECT m.id, m.seq, m.client_message_id, m.author_id, p.username, m.body, m.created_at
            FROM messages m LEFT JOIN people p ON p.user_id = m.author_id
            WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3
            """);
        select.Parameters.Add(new() { Value = messages.Room });
        select.Parameters.Add(new() { Value = before });
        select.Parameters.Add(new() { Value = Page });
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }
}

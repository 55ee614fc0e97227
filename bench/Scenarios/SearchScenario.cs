using System.Net;
using Npgsql;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// Looking for a word in what one may read, where 100,000 messages are stored. They are written into Chat's database, as through the API it would take
/// too long.
/// </summary>
internal sealed class SearchScenario : IScenario
{
    private const int Stored = 100_000;

    // One word in each hundred messages, one in each ten thousand, and one in none.
    private static readonly string[] Words = ["hundredth", "rarely", "neverwritten"];

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

        var all = await system.GetAnswerAsync(people[0], HttpMethod.Get, "api/chat/conversations");
        var room = all.GetProperty("items").EnumerateArray()
            .First(each => each.GetProperty("kind").GetString() == "public").GetProperty("id").GetGuid();
        run.Say($"writing {Stored:#,0} messages");
        await WriteAsync(await system.System.ConnectionStringAsync("chat-db"), room, people[1].Id);
        foreach (var word in Words)
        {
            await Reads.AtRatesAsync(run, $"searching \"{word}\"", turn => system.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get, $"api/chat/search?q={word}"));
        }
    }

    private static async Task WriteAsync(string connectionString, Guid room, Guid author)
    {
        await using var chat = NpgsqlDataSource.Create(connectionString);
        await using var connection = await chat.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand(
            """
            WITH moved AS (UPDATE conversations SET head_seq = head_seq + $3 WHERE id = $1 RETURNING head_seq - $3 AS first)
            INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, created_at)
            SELECT $1, moved.first + n, gen_random_uuid(), $2, gen_random_uuid(),
                'Message ' || n || ' of many' || CASE WHEN n % 100 = 0 THEN ' hundredth' ELSE '' END
                    || CASE WHEN n % 10000 = 0 THEN ' rarely' ELSE '' END, now()
            FROM moved, generate_series(1, $3) AS n
            """, connection)
        {
            CommandTimeout = 600,
            Parameters = { new() { Value = room }, new() { Value = author }, new() { Value = Stored } },
        };
        await insert.ExecuteNonQueryAsync();
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE messages", connection) { CommandTimeout = 600 };
        await vacuum.ExecuteNonQueryAsync();
    }
}

using Npgsql;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// Pages of history somewhere in a conversation, the more is stored. The rows are written into Chat's database: through the API a million of them would
/// take an hour and are not what is measured.
/// </summary>
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
        var all = await system.GetAnswerAsync(people[0], HttpMethod.Get, "api/chat/conversations");
        var room = all.GetProperty("items").EnumerateArray()
            .First(each => each.GetProperty("kind").GetString() == "public").GetProperty("id").GetGuid();
        await using var chat = NpgsqlDataSource.Create(await system.System.ConnectionStringAsync("chat-db"));
        var written = 0L;
        foreach (var stored in Stored)
        {
            run.Say($"writing {stored:#,0} messages");
            await WriteAsync(chat, room, people[1].Id, written, stored);
            written = stored;
            var what = $"{stored:#,0} messages stored, a page of {Page}";
            // The same places for both, spread over all that is stored.
            long Before(int turn) => Page + 1 + (turn * 7919L % (stored - Page));
            var bare = await Reads.BareAsync(run, what, turn => ReadAsync(chat, room, Before(turn)));
            await Reads.AtRatesAsync(run, what, turn => system.GetAnswerAsync(
                people[turn % people.Count], HttpMethod.Get,
                $"api/chat/conversations/{room}/messages?before={Before(turn)}&limit={Page}"), bare);
        }
    }

    private static async Task WriteAsync(NpgsqlDataSource chat, Guid room, Guid author, long from, long to)
    {
        await using var connection = await chat.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, created_at)
            SELECT $1, n, gen_random_uuid(), $2, gen_random_uuid(), 'Message ' || n || repeat(' and more', 10), now()
            FROM generate_series($3::bigint + 1, $4) AS n
            """, connection)
        {
            CommandTimeout = 600,
            Parameters = { new() { Value = room }, new() { Value = author }, new() { Value = from }, new() { Value = to } },
        };
        await insert.ExecuteNonQueryAsync();
        await using var move = new NpgsqlCommand("UPDATE conversations SET head_seq = $2 WHERE id = $1", connection)
        {
            Parameters = { new() { Value = room }, new() { Value = to } },
        };
        await move.ExecuteNonQueryAsync();
        // What autovacuum would do in a minute, in the midst of the measuring.
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE messages", connection) { CommandTimeout = 600 };
        await vacuum.ExecuteNonQueryAsync();
    }

    private static async Task ReadAsync(NpgsqlDataSource chat, Guid room, long before)
    {
        await using var select = chat.CreateCommand(
            """
            SELECT m.id, m.seq, m.client_message_id, m.author_id, p.username, m.body, m.created_at
            FROM messages m LEFT JOIN people p ON p.user_id = m.author_id
            WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3
            """);
        select.Parameters.Add(new() { Value = room });
        select.Parameters.Add(new() { Value = before });
        select.Parameters.Add(new() { Value = Page });
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }
}

using Npgsql;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// The public room with many messages. The first is written through the API; the others are copies of its row with numbers, ids and texts of
/// their own, written into Chat's database: through the API a million would take an hour and are not what is measured.
/// </summary>
internal sealed class StoredMessages(NpgsqlDataSource chat, Guid room) : IAsyncDisposable
{
    private const int Patience = 900;
    private long written = 1;

    public NpgsqlDataSource Chat => chat;

    public Guid Room => room;

    public static async Task<StoredMessages> BeginAsync(OurSystem system, Guest author)
    {
        var all = await system.GetAnswerAsync(author, HttpMethod.Get, "api/chat/conversations");
        var room = all.GetProperty("items").EnumerateArray()
            .First(each => each.GetProperty("kind").GetString() == "public").GetProperty("id").GetGuid();
        await system.GetAnswerAsync(
            author, HttpMethod.Post, $"api/chat/conversations/{room}/messages",
            new { clientMessageId = Guid.NewGuid(), body = "The first of many" });
        return new StoredMessages(
            NpgsqlDataSource.Create(await system.System.ConnectionStringAsync("chat-db")), room);
    }

    /// <param name="count">How many there are then.</param>
    /// <param name="text">The text of number <c>n</c>, in SQL.</param>
    public async Task FillAsync(long count, string text)
    {
        await using var connection = await chat.OpenConnectionAsync();
        // What the table has not is left out, so the table may change.
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO messages
            SELECT (jsonb_populate_record(first, jsonb_build_object(
                'seq', n, 'version', n, 'id', gen_random_uuid(), 'client_message_id', gen_random_uuid(), 'body', {text}))).*
            FROM messages first, generate_series($2 + 1, $3) AS n
            WHERE first.conversation_id = $1 AND first.seq = 1
            """, connection)
        {
            CommandTimeout = Patience,
            Parameters = { new() { Value = room }, new() { Value = written }, new() { Value = count } },
        };
        await insert.ExecuteNonQueryAsync();
        await using var move = new NpgsqlCommand("UPDATE conversations SET head_seq = $2 WHERE id = $1", connection)
        {
            Parameters = { new() { Value = room }, new() { Value = count } },
        };
        await move.ExecuteNonQueryAsync();
        // What autovacuum would do in a minute, in the midst of the measuring.
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE messages", connection) { CommandTimeout = Patience };
        await vacuum.ExecuteNonQueryAsync();
        written = count;
    }

    public ValueTask DisposeAsync() => chat.DisposeAsync();
}

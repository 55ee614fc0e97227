using Npgsql;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// The public room with many messages. The first is written through the API; the others are copies of its row with numbers, ids and texts of
/// their own, written into Chat's database: through the API a million would take an hour and are not what is measured.
/// </summary>
internal sealed class StoredMessages(NpgsqlDataSource chat, string server, Guid room) : IAsyncDisposable
{
    private const int Patience = 1800;
    private long written = 1;

    public NpgsqlDataSource Chat => chat;

    public Guid Room => room;

    /// <summary>How many there are.</summary>
    public long Count => written;

    public static async Task<StoredMessages> BeginAsync(OurSystem system, Guest author)
    {
        var all = await system.GetAnswerAsync(author, HttpMethod.Get, "api/chat/conversations");
        var room = all.GetProperty("items").EnumerateArray()
            .First(each => each.GetProperty("kind").GetString() == "public").GetProperty("id").GetGuid();
        await system.GetAnswerAsync(
            author, HttpMethod.Post, $"api/chat/conversations/{room}/messages",
            new { clientMessageId = Guid.NewGuid(), body = "The first of many" });
        return new StoredMessages(
            NpgsqlDataSource.Create(await system.System.ConnectionStringAsync("chat-db")),
            await system.System.ConnectionStringAsync("postgres"), room);
    }

    /// <summary>Indexes that would be filled out of order are made anew after it, which is ten times as fast.</summary>
    /// <param name="count">How many there are then.</param>
    /// <param name="text">The text of number <c>n</c>, in SQL.</param>
    public async Task FillAsync(long count, string text)
    {
        if (count > written)
        {
            await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server)
            {
                Database = new NpgsqlConnectionStringBuilder(chat.ConnectionString).Database,
                CommandTimeout = Patience,
            });
            await using var connection = await owner.OpenConnectionAsync();
            // No triggers: none of them would do anything for these rows, but only after having kept all of them.
            await RunAsync(connection, "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'");
            var later = await ReadAsync(connection, Later);
            await RunAsync(connection, string.Concat(later.Select(each => each[0])));
            await RunAsync(connection, await InsertAsync(connection, text), room, written, count);
            await RunAsync(connection, string.Concat(later.Select(each => each[1])));
            await RunAsync(connection, "UPDATE conversations SET head_seq = $2 WHERE id = $1", room, count);
            // What autovacuum and the checkpointer would do in a minute, in the midst of the measuring.
            await RunAsync(connection, "VACUUM ANALYZE messages");
            await RunAsync(connection, "CHECKPOINT");
        }

        written = Math.Max(written, count);
    }

    /// <summary>Bytes of the table of messages with its indexes; of the indexes alone; of all WAL that was ever written.</summary>
    public async Task<(long All, long Indexes, long Wal)> SizesAsync()
    {
        await using var read = chat.CreateCommand(
            "SELECT pg_total_relation_size('messages'), pg_indexes_size('messages'), (pg_current_wal_insert_lsn() - '0/0')::bigint");
        await using var reader = await read.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    public ValueTask DisposeAsync() => chat.DisposeAsync();

    // How the unique constraint on what clients choose and the index of words are dropped, and made.
    private const string Later =
        """
        SELECT format('ALTER TABLE messages DROP CONSTRAINT %I;', conname),
            format('ALTER TABLE messages ADD CONSTRAINT %I %s;', conname, pg_get_constraintdef(oid))
        FROM pg_constraint
        WHERE conrelid = 'messages'::regclass AND contype = 'u' AND pg_get_constraintdef(oid) LIKE '%client_message_id%'
        UNION ALL
        SELECT format('DROP INDEX %I;', indexname), indexdef || ';'
        FROM pg_indexes WHERE tablename = 'messages' AND indexdef LIKE '%USING gin%'
        """;

    // What is not named here is as in the first message, so the table may change.
    private static async Task<string> InsertAsync(NpgsqlConnection connection, string text)
    {
        var others = new Dictionary<string, string>
        {
            ["seq"] = "n",
            ["version"] = "n",
            // In the order of their time, as Chat's own are.
            ["id"] = "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
            ["client_message_id"] = "gen_random_uuid()",
            ["body"] = text,
            ["created_at"] = "first.created_at - (20000000 - n) * interval '100 milliseconds'",
        };
        var columns = await ReadAsync(
            connection, "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'messages' AND is_generated = 'NEVER'");
        var names = columns.Select(column => column[0]).ToArray();
        return $"""
            INSERT INTO messages ({string.Join(", ", names)})
            SELECT {string.Join(", ", names.Select(name => others.GetValueOrDefault(name, $"first.{name}")))}
            FROM messages first, generate_series($2 + 1, $3) AS n
            WHERE first.conversation_id = $1 AND first.seq = 1
            """;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string[]>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }
}

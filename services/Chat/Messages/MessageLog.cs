using Npgsql;
using NpgsqlTypes;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Appends batches to the log, one round trip and one transaction each. Used by one batch at a time; it holds a
/// connection of its own, so writing never waits behind readers for one of the pool.
/// </summary>
internal sealed class MessageLog(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    /// <summary>Answers in the order of the batch, once it is committed.</summary>
    public async Task<IReadOnlyList<WrittenMessage>> AppendAsync(
        IReadOnlyList<PendingMessage> batch, IReadOnlyList<(Guid ConversationId, Guid UserId)> viewers)
    {
        try
        {
            connection ??= await dataSource.OpenConnectionAsync(CancellationToken.None);
            return await AppendAsync(connection, batch, viewers);
        }
        catch
        {
            // Whatever it was, the next try has a sound connection.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
            connection = null;
        }
    }

    private static async Task<IReadOnlyList<WrittenMessage>> AppendAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingMessage> batch,
        IReadOnlyList<(Guid ConversationId, Guid UserId)> viewers)
    {
        // Of each message the names, and the people who were here; both with its position.
        var named = batch.Index().SelectMany(item => Named(item.Index + 1, item.Item.Mentioned)).ToList();
        await using var command = new NpgsqlCommand(
            """
            SELECT * FROM append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            connection)
        {
            CommandTimeout = (int)ChatLimits.WriteTimeout.TotalSeconds,
            Parameters =
            {
                Array(batch, pending => pending.ConversationId),
                Array(batch, pending => pending.Author.Id),
                Array(batch, pending => pending.Author.Username),
                Array(batch, pending => pending.IsModerator),
                Array(batch, pending => pending.Message.ClientMessageId),
                Array(batch, pending => pending.Id),
                Array(batch, pending => pending.Message.Body),
                Array(batch, pending => pending.Message.ReplyTo),
                new()
                {
                    Value = batch.Select(pending => pending.Data?.GetRawText()).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
                },
                Array(batch, pending => pending.Mentioned.Everyone),
                Array(named, item => item.Position),
                Array(named, item => item.Name),
                Array(named, item => item.UserId),
                Array(viewers, viewer => viewer.ConversationId),
                Array(viewers, viewer => viewer.UserId),
                new() { Value = ChatLimits.MessagesOfRequest },
                new() { Value = (object?)batch[0].Traceparent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var written = new List<WrittenMessage>(batch.Count);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            written.Add(Read(reader));
        }

        // The rows come before the commit. Only the end of the command tells that it succeeded.
        await reader.NextResultAsync(CancellationToken.None);
        return written;
    }

    private static WrittenMessage Read(NpgsqlDataReader reader)
    {
        var verdict = reader.GetString(0) switch
        {
            "created" => Verdict.Created,
            "duplicate" => Verdict.Duplicate,
            "reused" => Verdict.Reused,
            "not_found" => Verdict.NotFound,
            "not_allowed" => Verdict.NotAllowed,
            "request_pending" => Verdict.RequestPending,
            "reply_not_found" => Verdict.ReplyNotFound,
            "slow_mode" => Verdict.SlowMode,
            var unknown => throw new InvalidOperationException($"append_messages answered {unknown}."),
        };
        return new WrittenMessage(
            verdict,
            reader.GetGuid(1),
            reader.IsDBNull(2) ? 0 : reader.GetInt64(2),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.IsDBNull(4) ? null : (reader.GetGuid(4), reader.GetGuid(5)),
            reader.IsDBNull(6) ? null : (reader.GetInt64(6), reader.GetGuid(7)),
            reader.IsDBNull(8)
                ? null
                : new MessageThread(
                    reader.GetGuid(8), reader.GetInt32(9), reader.GetFieldValue<DateTimeOffset>(10), reader.GetInt64(11)),
            reader.IsDBNull(12) ? null : reader.GetFieldValue<Guid[]>(12),
            reader.IsDBNull(13) ? null : reader.GetString(13),
            reader.IsDBNull(14) ? null : TimeSpan.FromMilliseconds(reader.GetInt32(14)));
    }

    private static IEnumerable<(int Position, string? Name, Guid? UserId)> Named(int position, Mentioned mentioned) =>
        mentioned.Names.Select(name => (position, (string?)name, (Guid?)null))
            .Concat(mentioned.Here.Select(id => (position, (string?)null, (Guid?)id)));

    private static NpgsqlParameter Array<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value) =>
        new() { Value = items.Select(value).ToArray() };
}

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
        await using var command = new NpgsqlCommand(
            "SELECT * FROM append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection)
        {
            CommandTimeout = (int)ChatLimits.WriteTimeout.TotalSeconds,
            Parameters =
            {
                new() { Value = batch.Select(pending => pending.ConversationId).ToArray() },
                new() { Value = batch.Select(pending => pending.Author.Id).ToArray() },
                new() { Value = batch.Select(pending => pending.Author.Username).ToArray() },
                new() { Value = batch.Select(pending => pending.Message.ClientMessageId).ToArray() },
                new() { Value = batch.Select(pending => pending.Id).ToArray() },
                new() { Value = batch.Select(pending => pending.Message.Body).ToArray() },
                new() { Value = viewers.Select(viewer => viewer.ConversationId).ToArray() },
                new() { Value = viewers.Select(viewer => viewer.UserId).ToArray() },
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
            var unknown => throw new InvalidOperationException($"append_messages answered {unknown}."),
        };
        return new WrittenMessage(
            verdict,
            reader.GetGuid(1),
            reader.IsDBNull(2) ? 0 : reader.GetInt64(2),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.IsDBNull(4) ? null : (reader.GetGuid(4), reader.GetGuid(5)));
    }
}

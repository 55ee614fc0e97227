using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Appends batches to the log, one round trip and one transaction each. Used by one batch at a time; it holds a
/// connection of its own, so writing never waits behind readers for one of the pool.
/// </summary>
internal sealed class MessageLog(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private AppendCommand? append;

    /// <summary>Answers in the order of the batch, once it is committed.</summary>
    public async Task<IReadOnlyList<WrittenMessage>> AppendAsync(
        IReadOnlyList<PendingMessage> batch, IReadOnlyList<(Guid ConversationId, Guid UserId)> viewers)
    {
        try
        {
            append ??= new AppendCommand(await dataSource.OpenConnectionAsync(CancellationToken.None));
            await using var reader = await append.ExecuteAsync(batch, viewers);
            var written = new List<WrittenMessage>(batch.Count);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                written.Add(Read(reader));
            }

            // The rows come before the commit. Only the end of the command tells that it succeeded.
            await reader.NextResultAsync(CancellationToken.None);
            return written;
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
        if (append is not null)
        {
            await append.DisposeAsync();
            append = null;
        }
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
}

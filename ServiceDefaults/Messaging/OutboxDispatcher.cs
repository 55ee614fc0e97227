using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>
/// Publishes the outbox, oldest first, and deletes what the broker confirmed. One replica at a time does it (an advisory
/// lock for the transaction), which keeps the order; a crash between confirm and delete publishes again under the same
/// message id, and the inboxes drop it.
/// </summary>
internal sealed partial class OutboxDispatcher(NpgsqlDataSource dataSource, IBus bus, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private const int BatchSize = 200;
    private const long LockKey = 0x6F7574626F78; // "outbox"
    // Who comes too late leaves it to the other for so long: each is woken by each event, and one is enough.
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var listener = await DatabaseListener.OpenAsync(dataSource, "outbox", stoppingToken);

                // Listening before looking: what commits in between wakes the wait below.
                while (true)
                {
                    var dispatched = await DispatchBatchAsync(stoppingToken);
                    pause = TimeSpan.FromMilliseconds(200);
                    if (dispatched is null)
                    {
                        await Task.Delay(Elsewhere, stoppingToken);
                    }
                    else if (dispatched < BatchSize)
                    {
                        await listener.WaitAsync(PollInterval, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database or the broker is away: nothing is lost, the rows stay.
                Log.Paused(logger, e.Message, pause.TotalMilliseconds);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }

    /// <summary>How many left; null when another replica is at it.</summary>
    private async Task<int?> DispatchBatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await ReadBatchAsync(connection, cancellationToken);
        if (rows is not { Count: > 0 })
        {
            return rows?.Count;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(PublishTimeout);
        await Task.WhenAll(rows.Select(row => PublishAsync(row, timeout.Token)));

        // Not waited for until it is on disk: after a crash of the server they leave once more, and inboxes drop them.
        await using var delete = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SET LOCAL synchronous_commit = off"),
                new("DELETE FROM outbox WHERE position = ANY($1)")
                {
                    Parameters = { new() { Value = rows.Select(row => row.Position).ToArray() } },
                },
            },
        };
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    /// <summary>The oldest rows; null when another replica is at it.</summary>
    private static async Task<List<Row>?> ReadBatchAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The lock is its own statement: in one with the SELECT, the rows would be of a snapshot taken before the lock.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_try_advisory_xact_lock($1)") { Parameters = { new() { Value = LockKey } } },
                new("SELECT position, message_id, type, body, traceparent FROM outbox ORDER BY position LIMIT $1")
                {
                    Parameters = { new() { Value = BatchSize } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!reader.GetBoolean(0))
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Row(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetString(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4)));
        }

        return rows;
    }

    private async Task PublishAsync(Row row, CancellationToken cancellationToken)
    {
        if (OutboxTypes.Read(row.Type, row.Body) is not { } message)
        {
            // Only a roll-back to a release that does not know the event comes here; a newer replica will publish it.
            throw new InvalidOperationException($"The outbox has an event of unknown type {row.Type}.");
        }

        using var activity = MessagingTelemetry.Source.StartActivity(
            "outbox publish", ActivityKind.Producer, row.Traceparent);
        await bus.Publish(message, message.GetType(), context => context.MessageId = row.MessageId, cancellationToken);
        MessagingTelemetry.Published.Add(1, new KeyValuePair<string, object?>("messaging.message.type", row.Type));
    }

    private sealed record Row(long Position, Guid MessageId, string Type, string Body, string? Traceparent);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox waits: {Reason}; next try in {Pause} ms")]
        public static partial void Paused(ILogger logger, string reason, double pause);
    }
}

using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Messages;
using OneVOne.Chat.People;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Scheduled;

/// <summary>
/// Sends what is due; every replica does. A message is claimed for a time, sent as its author would send it, and then removed.
/// A replica that dies in between leaves a claim that ends, and the next one sends again under the same client id, which
/// writes nothing twice.
/// </summary>
internal sealed partial class SendScheduled(
    NpgsqlDataSource dataSource,
    SendMessage send,
    IHubContext<ChatHub, IChatClient> hub,
    IOptions<ScheduledOptions> options,
    TimeProvider time,
    ILogger<SendScheduled> logger) : BackgroundService
{
    // Only who holds the claim says what came of it: another may have taken on what took this one too long.
    private const string FinishSql =
        """
        WITH done AS (
            SELECT s.id, d.failure, d.try_at
            FROM unnest($1, $2, $3) AS d (id, failure, try_at)
            JOIN scheduled_messages s ON s.id = d.id AND s.claimed_until = $4
        ), removed AS (
            DELETE FROM scheduled_messages s USING done d WHERE s.id = d.id AND d.failure IS NULL AND d.try_at IS NULL
        )
        UPDATE scheduled_messages s SET claimed_until = NULL, failure = d.failure, due_at = coalesce(d.try_at, s.send_at)
        FROM done d WHERE s.id = d.id AND (d.failure IS NOT NULL OR d.try_at IS NOT NULL)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        try
        {
            do
            {
                try
                {
                    while (await SendDueAsync(stoppingToken) == ChatLimits.ScheduledBatch)
                    {
                    }
                }
                catch (Exception e) when (e is NpgsqlException or TimeoutException)
                {
                    Log.Waits(logger, e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The replica stops; what it has claimed is sent by another when the claim has ended.
        }
    }

    private async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var (due, claim) = await ClaimAsync(cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        // All at once, in the order of their times: the writer makes one batch of them.
        var results = await Task.WhenAll(due.Select(async each => (Due: each, Result: await SendAsync(each, cancellationToken))));
        await FinishAsync(claim, results, cancellationToken);
        foreach (var (each, result) in results.Where(sent => sent.Result.State != ScheduledState.Pending))
        {
            await hub.Clients.User(each.UserId.ToString())
                .ScheduledChanged(new ScheduledChange(each.Message.Id, each.Message.ConversationId, result.State, result.Code));
        }

        return due.Count;
    }

    private async Task<Result> SendAsync(Due due, CancellationToken cancellationToken)
    {
        var message = due.Message;
        var outcome = await send.ExecuteAsync(
            Caller.WhoIsAway(due.UserId, due.Username),
            message.ConversationId,
            new NewMessage(message.ClientMessageId, message.Body, message.ReplyTo),
            cancellationToken);
        return outcome.Problem switch
        {
            null => new Result(ScheduledState.Sent),
            { Status: 429 or >= 500 } problem =>
                new Result(ScheduledState.Pending, TryAt: time.GetUtcNow() + (problem.RetryAfter ?? options.Value.Interval)),
            { Code: var code } => new Result(ScheduledState.Failed, code),
        };
    }

    private async Task<(List<Due> Due, DateTimeOffset Claim)> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT s.claimed_until, s.user_id, s.username, {ScheduledMessage.Columns} FROM claim_scheduled($1, $2, $3) s");
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = options.Value.ClaimFor });
        command.Parameters.Add(new() { Value = ChatLimits.ScheduledBatch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (due, claim) = (new List<Due>(), default(DateTimeOffset));
        while (await reader.ReadAsync(cancellationToken))
        {
            claim = reader.GetFieldValue<DateTimeOffset>(0);
            due.Add(new Due(reader.GetGuid(1), reader.GetString(2), ScheduledMessage.Read(reader, 3)));
        }

        return (due, claim);
    }

    private async Task FinishAsync(
        DateTimeOffset claim, (Due Due, Result Result)[] results, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FinishSql);
        command.Parameters.Add(new() { Value = results.Select(each => each.Due.Message.Id).ToArray() });
        command.Parameters.Add(new() { Value = results.Select(each => each.Result.Code).ToArray() });
        command.Parameters.Add(new()
        {
            Value = results.Select(each => each.Result.TryAt).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new() { Value = claim });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Due(Guid UserId, string Username, ScheduledMessage Message);

    /// <param name="Code">Why it was refused.</param>
    /// <param name="TryAt">When to try again what was told to wait.</param>
    private sealed record Result(ScheduledState State, string? Code = null, DateTimeOffset? TryAt = null);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Scheduled messages wait: {Reason}")]
        public static partial void Waits(ILogger logger, string reason);
    }
}

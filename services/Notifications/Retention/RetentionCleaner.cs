using Microsoft.Extensions.Options;
using Npgsql;

namespace OneVOne.Notifications.Retention;

/// <summary>
/// Deletes what is too old or too many. Every replica does it, in small bites that skip rows that others hold: they share
/// the work instead of waiting for each other.
/// </summary>
internal sealed partial class RetentionCleaner(
    NpgsqlDataSource dataSource, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionCleaner> logger)
    : BackgroundService
{
    private const string DeleteOld = """
        DELETE FROM notifications WHERE id IN (
            SELECT id FROM notifications WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    // Only who got something since the last look can have too many now, so idle inboxes cost nothing.
    private const string DeleteTooMany = """
        DELETE FROM notifications WHERE id IN (
            SELECT id FROM notifications WHERE id IN (
                SELECT surplus.id
                FROM (SELECT DISTINCT user_id FROM notifications WHERE created_at >= $1) AS active
                CROSS JOIN LATERAL (
                    SELECT id FROM notifications
                    WHERE user_id = active.user_id AND removed_at IS NULL
                    ORDER BY created_at DESC, id DESC
                    OFFSET $3
                ) AS surplus)
            LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    private DateTimeOffset? lastLook;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Log.Failed(logger, e.Message);
            }
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var deleted = await RepeatAsync(DeleteOld, now - options.Value.MaxAge, keep: null, cancellationToken);
        // Events may be late: what carries an older time than the last look can have come after it.
        var since = lastLook - options.Value.Interval ?? DateTimeOffset.UnixEpoch;
        deleted += await RepeatAsync(DeleteTooMany, since, options.Value.MaxPerUser, cancellationToken);
        lastLook = now;
        NotificationsTelemetry.Cleaned.Add(deleted);
        if (deleted > 0)
        {
            Log.Cleaned(logger, deleted);
        }
    }

    private async Task<int> RepeatAsync(string sql, DateTimeOffset limit, int? keep, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            await using var delete = dataSource.CreateCommand(sql);
            delete.Parameters.Add(new() { Value = limit });
            delete.Parameters.Add(new() { Value = NotificationsLimits.CleaningBatch });
            if (keep is { } count)
            {
                delete.Parameters.Add(new() { Value = count });
            }

            var deleted = await delete.ExecuteNonQueryAsync(cancellationToken);
            total += deleted;
            if (deleted < NotificationsLimits.CleaningBatch)
            {
                return total;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Old notifications were not deleted: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "{Count} old notifications were deleted")]
        public static partial void Cleaned(ILogger logger, int count);
    }
}

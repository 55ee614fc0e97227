using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OneVOne.Identity.Privacy;

/// <summary>What time brings: accounts end, exports expire, and services that do not confirm an erasure are warned about.</summary>
internal sealed partial class PrivacyWork(
    IServiceScopeFactory scopes, NpgsqlDataSource database, IOptions<PrivacyOptions> options, TimeProvider time, ILogger<PrivacyWork> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DeleteDueAsync(stoppingToken);
                await RemoveExpiredAsync(stoppingToken);
                await LookForOverdueAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or DbUpdateException or InvalidOperationException)
            {
                // What was not done is found again at the next look.
                Log.Failed(logger, e);
            }
        }
    }

    private async Task DeleteDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var deleting = scope.ServiceProvider.GetRequiredService<DeletingAccounts>();
        while (await deleting.DeleteNextAsync(cancellationToken))
        {
            IdentityTelemetry.Deletions.Add(1);
        }
    }

    /// <summary>The rows of exports stay and tell that they have expired; the next request removes them.</summary>
    private async Task RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand(
            "DELETE FROM export_pieces WHERE export_id IN (SELECT id FROM data_exports WHERE expires_at <= now())");
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task LookForOverdueAsync(CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            """
            SELECT service, count(*) FROM erasures JOIN deletions USING (user_id)
            WHERE erased_at IS NULL AND deleted_at < now() - $1 GROUP BY service
            """);
        select.Parameters.Add(new() { Value = options.Value.OverdueAfter });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var total = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            total += reader.GetInt64(1);
            Log.Overdue(logger, reader.GetString(0), reader.GetInt64(1), options.Value.OverdueAfter);
        }

        IdentityTelemetry.OverdueErasures.Record(total);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Deletions and exports were not looked after")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "{Service} has not confirmed the erasure of {Count} people after {Time}")]
        public static partial void Overdue(ILogger logger, string service, long count, TimeSpan time);
    }
}

using Npgsql;

namespace OneVOne.Identity.Email;

/// <summary>Forgets links that nobody opened in time.</summary>
internal sealed partial class EmailCleaner(NpgsqlDataSource dataSource, TimeProvider time, ILogger<EmailCleaner> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IdentityLimits.SessionCleaningInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var clean = dataSource.CreateCommand("DELETE FROM account_tokens WHERE expires_at < now()");
                await clean.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Log.Failed(logger, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Old links were not removed: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}

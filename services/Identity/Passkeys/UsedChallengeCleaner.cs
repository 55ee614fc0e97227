using Npgsql;

namespace OneVOne.Identity.Passkeys;

/// <summary>Forgets answered challenges that would be too old to answer anyway.</summary>
internal sealed partial class UsedChallengeCleaner(
    NpgsqlDataSource dataSource, TimeProvider time, ILogger<UsedChallengeCleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IdentityLimits.SessionCleaningInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var clean = dataSource.CreateCommand("DELETE FROM used_challenges WHERE expires_at < now()");
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
        [LoggerMessage(1, LogLevel.Warning, "Used challenges were not removed: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}

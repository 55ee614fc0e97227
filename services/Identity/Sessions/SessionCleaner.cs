using Microsoft.Extensions.Options;
using Npgsql;

namespace OneVOne.Identity.Sessions;

/// <summary>Forgets sessions and refresh tokens that have expired; ended ones stay until then, for what they tell.</summary>
internal sealed partial class SessionCleaner(
    NpgsqlDataSource dataSource, IOptions<SessionOptions> options, TimeProvider time, ILogger<SessionCleaner> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IdentityLimits.SessionCleaningInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var clean = dataSource.CreateBatch();
                clean.BatchCommands.Add(new("DELETE FROM refresh_tokens WHERE expires_at < now()"));
                clean.BatchCommands.Add(new("DELETE FROM sessions WHERE expires_at < now()"));
                clean.BatchCommands.Add(new("DELETE FROM ended_sessions WHERE ended_at < now() - $1")
                {
                    Parameters = { new() { Value = options.Value.EndedSessionWindow } },
                });
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
        [LoggerMessage(1, LogLevel.Warning, "Expired sessions were not removed: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}

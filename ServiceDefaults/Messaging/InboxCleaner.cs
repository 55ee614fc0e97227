using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>Forgets consumed message ids after a week, far longer than a broker redelivers.</summary>
internal sealed partial class InboxCleaner(NpgsqlDataSource dataSource, TimeProvider time, ILogger<InboxCleaner> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await using var delete = dataSource.CreateCommand("DELETE FROM inbox WHERE received_at < now() - interval '7 days'");
                await delete.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Log.Failed(logger, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The inbox was not cleaned: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}

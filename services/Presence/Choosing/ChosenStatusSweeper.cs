using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Presence.Connections;

namespace OneVOne.Presence.Choosing;

/// <summary>
/// One look at what is due, for everyone: texts at their end, and changes whose replica died before it had told them. No timer
/// per person, and nothing in memory.
/// </summary>
internal sealed partial class ChosenStatusSweeper(
    NpgsqlDataSource database,
    ChosenStatusTeller teller,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<ChosenStatusSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                IReadOnlyList<Guid> due;
                do
                {
                    due = await ChosenStatusTable.ClaimDueAsync(database, options.Value.AnnounceWithin, stoppingToken);
                    await teller.TellAsync(due, stoppingToken);
                }
                while (due.Count == PresenceLimits.SweepBatch);
            }
            catch (Exception e) when (e is NpgsqlException || PresenceRegister.IsAway(e))
            {
                Log.Postponed(logger, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Chosen statuses are told later: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}

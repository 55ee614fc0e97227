using Microsoft.Extensions.Options;
using Npgsql;

namespace OneVOne.Chat.Rooms;

/// <summary>
/// Deletes what was said in rooms that are deleted, in pieces of their own transactions, so that nobody waits for a room of years.
/// Any replica goes on where one stopped; two do not work at the same room.
/// </summary>
internal sealed partial class PurgeRooms(
    NpgsqlDataSource dataSource, IOptions<RoomOptions> options, TimeProvider time, ILogger<PurgeRooms> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PurgeInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await PurgeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The replica stops.
        }
    }

    private async Task PurgeAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var command = dataSource.CreateCommand("SELECT purge_deleted_rooms($1)");
            command.Parameters.Add(new() { Value = ChatLimits.PurgeBatch });
            while ((bool)(await command.ExecuteScalarAsync(stoppingToken))!)
            {
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotPurged(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Deleted rooms were not emptied and will be later: {Reason}")]
        public static partial void NotPurged(ILogger logger, string reason);
    }
}

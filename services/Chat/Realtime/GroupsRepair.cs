using StackExchange.Redis;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// While Redis is away a replica is not told who leaves on another one; then, and once after, it reads it. Whoever was taken
/// out of a room must not hear on because news got lost.
/// </summary>
internal sealed partial class GroupsRepair(
    IConnectionMultiplexer redis, ConversationGroups groups, TimeProvider time, ILogger<GroupsRepair> logger)
    : BackgroundService
{
    private int mayHaveMissed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionFailed += NoteMissed;
        redis.ConnectionRestored += NoteMissed;
        using var timer = new PeriodicTimer(ChatLimits.GroupsRepair, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!redis.IsConnected || Interlocked.Exchange(ref mayHaveMissed, 0) == 1)
                {
                    await RepairAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The replica stops.
        }
        finally
        {
            redis.ConnectionFailed -= NoteMissed;
            redis.ConnectionRestored -= NoteMissed;
        }
    }

    private async Task RepairAsync(CancellationToken stoppingToken)
    {
        try
        {
            await groups.CheckAllAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // With the next tick.
            Interlocked.Exchange(ref mayHaveMissed, 1);
            Log.NotCompared(logger, e.Message);
        }
    }

    private void NoteMissed(object? sender, ConnectionFailedEventArgs args) => Interlocked.Exchange(ref mayHaveMissed, 1);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The groups of connections were not compared with the members of rooms: {Reason}")]
        public static partial void NotCompared(ILogger logger, string reason);
    }
}

using StackExchange.Redis;

namespace OneVOne.Chat.Realtime;

/// <summary>Keeps this replica's word about its viewers alive.</summary>
internal sealed partial class ViewersBeat(
    Viewers viewers, ViewersInRedis remote, TimeProvider time, ILogger<ViewersBeat> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(remote.ForgetAsync);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ChatLimits.ViewersBeat, time);
        try
        {
            do
            {
                await TryAsync(() => remote.BeatAsync(viewers.Local));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The replica stops.
        }
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act().WaitAsync(ChatLimits.ViewersBeat, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotTold(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The other replicas do not hear who is looking: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}

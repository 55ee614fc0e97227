using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.Occupancy;

/// <summary>
/// The replica's heartbeat: renews its lease, writes everything again when the lease or Redis was lost, and takes its turn at
/// telling numbers, each conversation's at most once a second, by one replica, to all that look at it.
/// </summary>
internal sealed partial class OccupancyBeat(
    Viewing viewing,
    OccupancyRegister register,
    IHubContext<ChatHub, IChatClient> hub,
    IConnectionMultiplexer redis,
    TimeProvider time,
    ILogger<OccupancyBeat> logger) : BackgroundService
{
    private bool isAway;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionRestored -= OnConnectionRestored;
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionRestored += OnConnectionRestored;
        using var timer = new PeriodicTimer(ChatLimits.OccupancyBeat, time);
        do
        {
            try
            {
                await BeatAsync();
                isAway = false;
            }
            catch (Exception e) when (OccupancyRegister.IsAway(e))
            {
                viewing.MarkStale();
                if (!isAway)
                {
                    isAway = true;
                    Log.Away(logger, e.Message);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Redis may have come back with less than it had, and with a lease of ours that looks alive.
    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs e) => viewing.MarkStale();

    private async Task BeatAsync()
    {
        if (viewing.CurrentLease is not { } lease)
        {
            await viewing.WriteAgainAsync();
            return;
        }

        if (await register.BeatAsync(lease) is not { } due)
        {
            viewing.MarkStale();
            return;
        }

        if (due.Numbers.Count > 0)
        {
            await Task.WhenAll(due.Numbers.Select(number =>
                hub.Clients.Group(ChatGroups.Viewers(number.ConversationId)).Occupancy(number)));
            await register.ToldAsync(due);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis is away; nobody hears how many look at what: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}

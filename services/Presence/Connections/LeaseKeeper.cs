using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using StackExchange.Redis;

namespace OneVOne.Presence.Connections;

/// <summary>
/// The replica's heartbeat: renews its lease, writes everything again when the lease or Redis was lost, and takes its turn
/// at what is due for all (dead replicas, ended graces, unannounced changes, the site count).
/// </summary>
internal sealed partial class LeaseKeeper(
    HeldPeople people,
    PresenceRegister register,
    AnnouncementQueue announcements,
    StatusRefresher refresher,
    SiteCount count,
    IHubContext<PresenceHub, IPresenceClient> hub,
    IConnectionMultiplexer redis,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<LeaseKeeper> logger) : BackgroundService
{
    private readonly PresenceOptions options = options.Value;
    private bool isAway;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        redis.ConnectionRestored -= OnConnectionRestored;
        if (people.CurrentLease is { } lease)
        {
            try
            {
                await register.ReleaseAsync(lease, options.Lease);
            }
            catch (Exception e) when (PresenceRegister.IsAway(e))
            {
                // Not given up, it ends by itself.
                Log.Away(logger, e.Message);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionRestored += OnConnectionRestored;
        using var timer = new PeriodicTimer(options.Tick, time);
        do
        {
            try
            {
                await BeatAsync(stoppingToken);
                if (isAway)
                {
                    isAway = false;
                    Log.Back(logger);
                }
            }
            catch (Exception e) when (PresenceRegister.IsAway(e))
            {
                people.MarkStale();
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
    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs e)
    {
        if (e.ConnectionType == ConnectionType.Interactive)
        {
            people.MarkStale();
        }

        refresher.Request();
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        TickReply? reply;
        do
        {
            var lease = people.CurrentLease;
            reply = lease is null ? null : await register.TickAsync(lease);
            if (reply is null)
            {
                people.MarkStale();
                if (await people.WriteAgainAsync())
                {
                    refresher.Request();
                }

                reply = people.CurrentLease is { } fresh ? await register.TickAsync(fresh) : null;
            }

            if (reply is null)
            {
                return;
            }

            announcements.Add(reply.Changes);
            count.Set(reply.Count);
            if (reply.TellsCount)
            {
                await hub.Clients.All.OnlineCount(new OnlineSummary(reply.Count));
            }
        }
        while (reply.HasMore && !stoppingToken.IsCancellationRequested);
        people.ForgetLongGone();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis is away; presence waits for it: {Reason}")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Redis is back and has what this replica holds")]
        public static partial void Back(ILogger logger);
    }
}

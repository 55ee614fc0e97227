using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using StackExchange.Redis;

namespace OneVOne.Presence.Watching;

/// <summary>
/// Tells watchers. The announcing replica only says who changed, to all replicas; each then reads, for those whom its own
/// connections watch, what each viewer may see at this moment, and tells where that is something new. So privacy and blocks
/// are asked when telling, and nobody has to find and correct what was allowed earlier.
/// </summary>
internal sealed partial class WatchFeed(
    Watches watches,
    StatusReader reader,
    IConnectionMultiplexer redis,
    IHubContext<PresenceHub, IPresenceClient> hub,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<WatchFeed> logger) : BackgroundService
{
    private const int IdSize = 16;

    private readonly string channel = options.Value.KeyPrefix + ":changed";
    private readonly Channel<Guid> changed = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(PresenceLimits.AnnounceBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>People look different, to some at least. Never fails: without Redis it reaches this replica's watchers.</summary>
    public async Task PublishAsync(IEnumerable<Guid> userIds)
    {
        var message = userIds.SelectMany(userId => userId.ToByteArray()).ToArray();
        if (message.Length == 0)
        {
            return;
        }

        try
        {
            await redis.GetSubscriber().PublishAsync(channel, message).WaitAsync(options.Value.RedisTimeout, time);
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            Take(message);
        }
    }

    /// <summary>Looks at everyone who is watched here: words may have got lost.</summary>
    public void LookAgain() => LookAt(watches.People);

    /// <summary>Looks at these people once more.</summary>
    public void LookAt(IEnumerable<Guid> userIds)
    {
        foreach (var userId in userIds)
        {
            changed.Writer.TryWrite(userId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(channel, (_, message) => Take(message!))
                .WaitAsync(options.Value.RedisTimeout, time, stoppingToken);
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            // The client library keeps the subscription and sends it when Redis is back.
            Log.Postponed(logger, e.Message);
        }

        while (await changed.Reader.WaitToReadAsync(stoppingToken))
        {
            var userIds = new HashSet<Guid>();
            while (userIds.Count < PresenceLimits.AnnounceBatch && changed.Reader.TryRead(out var userId))
            {
                userIds.Add(userId);
            }

            try
            {
                await TellAsync(watches.Of(userIds), stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Clients ask again by themselves, and the next change of the person is told.
                Log.Postponed(logger, e.Message);
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<Watch> watching, CancellationToken cancellationToken)
    {
        foreach (var batch in watching.Chunk(PresenceLimits.RegisterBatch))
        {
            var sights = (await reader.ReadAsync(
                [.. batch.Select(watch => (watch.ViewerId, watch.UserId)).Distinct()], cancellationToken))
                .ToDictionary(sight => (sight.ViewerId, sight.Status.UserId));
            foreach (var watch in batch)
            {
                var sight = sights.GetValueOrDefault((watch.ViewerId, watch.UserId));
                // Friends are told by the announcer.
                if (sight is not { AreFriends: true }
                    && (sight?.Status ?? PersonStatus.Unknown(watch.UserId)) is var status
                    && watches.IsNews(watch.ConnectionId, status))
                {
                    PresenceTelemetry.Deliveries.Add(1);
                    await hub.Clients.Client(watch.ConnectionId).PresenceChanged(status);
                }
            }
        }
    }

    private void Take(byte[] message)
    {
        for (var at = 0; at + IdSize <= message.Length; at += IdSize)
        {
            var userId = new Guid(message.AsSpan(at, IdSize));
            changed.Writer.TryWrite(userId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Watchers are told later: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}

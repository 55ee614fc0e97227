using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Watching;

namespace OneVOne.Presence.Status;

/// <summary>
/// After Redis or this replica was away, tells its own connections how things stand: announcements of other replicas in
/// that time, and in the moments in which their connections came back one after the other, have reached nobody here.
/// </summary>
internal sealed partial class StatusRefresher(
    HeldPeople people,
    StatusReader reader,
    WatchFeed watchFeed,
    SiteCount count,
    NpgsqlDataSource dataSource,
    IHubContext<PresenceHub, IPresenceClient> hub,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<StatusRefresher> logger) : BackgroundService
{
    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for it; several times in a row are one.</summary>
    public void Request() => requests.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await requests.Reader.ReadAsync(stoppingToken);
            // The other replicas need a moment too until Redis has everyone again.
            await Task.Delay(options.Value.OfflineAfter, time, stoppingToken);
            try
            {
                foreach (var batch in people.Connections().Chunk(PresenceLimits.RefreshBatch))
                {
                    await RefreshAsync(batch, stoppingToken);
                }

                watchFeed.LookAgain();
            }
            catch (Exception e) when (e is NpgsqlException || PresenceRegister.IsAway(e))
            {
                Log.Postponed(logger, e.Message);
                Request();
            }
        }
    }

    private async Task RefreshAsync((Guid UserId, string[] ConnectionIds)[] batch, CancellationToken cancellationToken)
    {
        var friends = await PersonFactsTable.ReadFriendsAsync(
            dataSource, [.. batch.Select(person => person.UserId)], cancellationToken);
        var sights = (await reader.ReadAsync(
            [.. friends.SelectMany(entry => entry.Value.Select(friend => (entry.Key, friend)))], cancellationToken))
            .ToLookup(sight => sight.ViewerId, sight => sight.Status);
        foreach (var (userId, connectionIds) in batch)
        {
            // By connection: they are here, so nothing of it goes over Redis.
            var devices = hub.Clients.Clients(connectionIds);
            await devices.OnlineCount(count.Current);
            foreach (var status in sights[userId])
            {
                await devices.PresenceChanged(status);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Connections are told later how things stand: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}

using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Watching;

namespace OneVOne.Presence.Status;

/// <summary>
/// Tells online friends and watchers of those who look different to others now. What is told is read last, right before
/// telling, so however the announcements of several replicas interleave, the last one tells the truth. Who looks as before,
/// such as an invisible person who goes, is not told of at all.
/// </summary>
internal sealed partial class Announcer(
    AnnouncementQueue queue,
    PresenceRegister register,
    NpgsqlDataSource dataSource,
    IHubContext<PresenceHub, IPresenceClient> hub,
    WatchFeed watchFeed,
    ILogger<Announcer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var changes = await queue.TakeAsync(stoppingToken);
            try
            {
                await AnnounceAsync(changes, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException || PresenceRegister.IsAway(e))
            {
                // Not confirmed, so they are claimed again when PostgreSQL and Redis are back.
                Log.Postponed(logger, changes.Count, e.Message);
            }
        }
    }

    private async Task AnnounceAsync(IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        // Somebody may be in the batch twice; the newest claim is the one to confirm.
        var byUser = changes.GroupBy(change => change.UserId).ToDictionary(
            group => group.Key, group => group.LastOrDefault(change => change.Claim is not null) ?? group.Last());
        await LastSeenTable.WriteAsync(
            dataSource,
            changes.Where(change => change.LastSeenAt is not null)
                .GroupBy(change => change.UserId)
                .ToDictionary(group => group.Key, group => group.Max(change => change.LastSeenAt)!.Value),
            cancellationToken);
        var facts = await PersonFactsTable.ReadAsync(dataSource, byUser.Keys, cancellationToken);
        var listeners = await PersonFactsTable.ReadListenersAsync(dataSource, byUser.Keys, cancellationToken);
        var (connected, shown) = await ReadRegisterAsync(byUser.Keys, listeners);

        var statuses = byUser.Keys.ToDictionary(userId => userId, userId => PersonStatus.Of(
            userId, facts[userId], connected.TryGetValue(userId, out var how) ? how : null));
        // A repetition is told whatever was shown: this process told something else since.
        var news = statuses.Values.Where(status =>
            byUser[status.UserId].Claim is null || shown.GetValueOrDefault(status.UserId, "") != status.Digest).ToArray();
        await Task.WhenAll(news.Select(status => TellAsync(
            status, [.. listeners.GetValueOrDefault(status.UserId, []).Where(connected.ContainsKey)])));
        await watchFeed.PublishAsync(news.Select(status => status.UserId));
        PresenceTelemetry.Announced.Add(news.Length);

        foreach (var claimed in byUser.Values.Where(change => change.Claim is not null).GroupBy(change => change.Claim!))
        {
            var overtaken = await register.ConfirmAsync(
                claimed.Key, claimed.Select(change => (change.UserId, statuses[change.UserId].Digest)));
            // Another replica may have told the newer change before we told the older one: tell once more what is true.
            queue.Add([.. overtaken.Select(userId => byUser[userId] with { Claim = null })]);
        }
    }

    private async Task<(IReadOnlyDictionary<Guid, Connected> Connected, IReadOnlyDictionary<Guid, string> Shown)>
        ReadRegisterAsync(IReadOnlyCollection<Guid> changed, Dictionary<Guid, List<Guid>> listeners)
    {
        var connected = register.ReadAsync([.. changed.Concat(listeners.SelectMany(pair => pair.Value)).Distinct()]);
        var shown = register.ReadShownAsync(changed);
        return (await connected, await shown);
    }

    private Task TellAsync(PersonStatus status, Guid[] listeners)
    {
        PresenceTelemetry.Deliveries.Add(listeners.Length);
        return listeners.Length == 0
            ? Task.CompletedTask
            : hub.Clients.Users([.. listeners.Select(id => id.ToString())]).PresenceChanged(status);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} changes of presence are announced later: {Reason}")]
        public static partial void Postponed(ILogger logger, int count, string reason);
    }
}

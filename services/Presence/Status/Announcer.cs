using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Friendships;
using OneVOne.Presence.Realtime;

namespace OneVOne.Presence.Status;

/// <summary>
/// Tells the online friends of those who came or went. What is told is read last, right before telling, so however the
/// announcements of several replicas interleave, the last one tells the truth.
/// </summary>
internal sealed partial class Announcer(
    AnnouncementQueue queue,
    PresenceRegister register,
    NpgsqlDataSource dataSource,
    IHubContext<PresenceHub, IPresenceClient> hub,
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
        var lastSeen = changes.Where(change => change.LastSeenAt is not null)
            .GroupBy(change => change.UserId)
            .ToDictionary(group => group.Key, group => group.Max(change => change.LastSeenAt)!.Value);
        await LastSeenTable.WriteAsync(dataSource, lastSeen, cancellationToken);
        var friends = await FriendshipTable.ReadFriendsAsync(dataSource, byUser.Keys, cancellationToken);

        Guid[] everyone = [.. byUser.Keys.Concat(friends.SelectMany(pair => pair.Value)).Distinct()];
        var online = await register.OnlineAmongAsync(everyone);

        // Rare: the change was a coming, and the going after it came in between.
        Guid[] untimed = [.. byUser.Keys.Where(userId => !online.Contains(userId) && !lastSeen.ContainsKey(userId))];
        await LastSeenTable.ReadAsync(dataSource, untimed, lastSeen, cancellationToken);

        await Task.WhenAll(byUser.Values.Select(change =>
        {
            var status = PersonStatus.Of(
                change.UserId, online.Contains(change.UserId), lastSeen.TryGetValue(change.UserId, out var at) ? at : null);
            string[] listeners = friends.TryGetValue(change.UserId, out var all)
                ? [.. all.Where(online.Contains).Select(id => id.ToString())]
                : [];
            return listeners.Length == 0 ? Task.CompletedTask : hub.Clients.Users(listeners).PresenceChanged(status);
        }));
        PresenceTelemetry.Announced.Add(byUser.Count);

        foreach (var claimed in byUser.Values.Where(change => change.Claim is not null).GroupBy(change => change.Claim!))
        {
            var overtaken = await register.ConfirmAsync(claimed.Key, claimed.Select(change => change.UserId));
            // Another replica may have told the newer change before we told the older one: tell once more what is true.
            queue.Add([.. overtaken.Select(userId => byUser[userId] with { Claim = null })]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} changes of presence are announced later: {Reason}")]
        public static partial void Postponed(ILogger logger, int count, string reason);
    }
}

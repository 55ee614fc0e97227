using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using OneVOne.Presence.Watching;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Presence.Relationships;

/// <summary>
/// Who may see whom has changed: those concerned are told at once how things stand now, which for whom one may no longer see is
/// offline. After the commit: who comes online in between finds the change or is found here.
/// </summary>
internal sealed class TellOfRelationships(
    StatusReader reader,
    NpgsqlDataSource database,
    WatchFeed watchFeed,
    AfterCommit afterCommit,
    IHubContext<PresenceHub, IPresenceClient> hub) : IRelationshipFollower
{
    public Task RelationshipChangedAsync(Relationship before, Relationship after, CancellationToken cancellationToken)
    {
        var (low, high) = (after.LowUserId, after.HighUserId);
        afterCommit.Do(async token =>
        {
            // Two who were not friends are told nothing unless one watches the other: it would tell of a block.
            if (before.AreFriends || after.AreFriends)
            {
                await TellAsync([(low, high), (high, low)], token);
            }

            await watchFeed.PublishAsync([low, high]);
        });
        return Task.CompletedTask;
    }

    public Task PrivacyChangedAsync(PrivacySettings before, PrivacySettings after, CancellationToken cancellationToken)
    {
        if (before.Presence != after.Presence)
        {
            afterCommit.Do(async token =>
            {
                if (before.Presence == Audience.Nobody || after.Presence == Audience.Nobody)
                {
                    var friends = await PersonFactsTable.ReadFriendsAsync(database, [after.UserId], token);
                    await TellAsync(
                        [.. friends.GetValueOrDefault(after.UserId, []).Select(friend => (friend, after.UserId))], token);
                }

                await watchFeed.PublishAsync([after.UserId]);
            });
        }

        return Task.CompletedTask;
    }

    private async Task TellAsync(IReadOnlyList<(Guid ViewerId, Guid UserId)> pairs, CancellationToken cancellationToken)
    {
        // Read as the listener: it may have changed again.
        var sights = (await reader.ReadAsync(pairs, cancellationToken))
            .ToDictionary(sight => (sight.ViewerId, sight.Status.UserId), sight => sight.Status);
        await Task.WhenAll(pairs
            .GroupBy(pair => sights.GetValueOrDefault(pair) ?? PersonStatus.Unknown(pair.UserId), pair => pair.ViewerId.ToString())
            .Select(told => hub.Clients.Users([.. told]).PresenceChanged(told.Key)));
        PresenceTelemetry.Deliveries.Add(pairs.Count);
    }
}

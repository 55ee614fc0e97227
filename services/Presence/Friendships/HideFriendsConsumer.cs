using MassTransit;
using Microsoft.AspNetCore.SignalR;
using OneVOne.Contracts.Friends;
using OneVOne.Presence.Data;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Presence.Friendships;

/// <summary>Two are no longer friends: for each the other is now as any stranger.</summary>
internal sealed class HideFriendsConsumer(
    PresenceDbContext database, AfterCommit afterCommit, IHubContext<PresenceHub, IPresenceClient> hub)
    : IConsumer<FriendshipEnded>
{
    public async Task Consume(ConsumeContext<FriendshipEnded> context)
    {
        var (one, other) = (context.Message.UserId, context.Message.OtherUserId);
        if (await FriendshipTable.WriteAsync(
            database, one, other, areFriends: false, context.Message.Version, context.CancellationToken))
        {
            afterCommit.Do(async _ =>
            {
                await hub.Clients.User(one.ToString()).PresenceChanged(PersonStatus.Unknown(other));
                await hub.Clients.User(other.ToString()).PresenceChanged(PersonStatus.Unknown(one));
            });
        }
    }
}

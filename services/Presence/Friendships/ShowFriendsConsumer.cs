using MassTransit;
using Microsoft.AspNetCore.SignalR;
using OneVOne.Contracts.Friends;
using OneVOne.Presence.Data;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Presence.Friendships;

/// <summary>Two became friends: each may see the other from now on, and is told at once how things stand.</summary>
internal sealed class ShowFriendsConsumer(
    PresenceDbContext database, StatusReader reader, AfterCommit afterCommit, IHubContext<PresenceHub, IPresenceClient> hub)
    : IConsumer<FriendRequestAccepted>
{
    public async Task Consume(ConsumeContext<FriendRequestAccepted> context)
    {
        var (one, other) = (context.Message.FromUserId, context.Message.ToUserId);
        if (await FriendshipTable.WriteAsync(
            database, one, other, areFriends: true, context.Message.Version, context.CancellationToken))
        {
            // After the commit: who comes online in between finds the friendship or is found here.
            afterCommit.Do(async cancellationToken =>
            {
                await TellAsync(one, other, cancellationToken);
                await TellAsync(other, one, cancellationToken);
            });
        }
    }

    private async Task TellAsync(Guid listener, Guid friend, CancellationToken cancellationToken)
    {
        // Read as the listener: the friendship may have ended again.
        var status = await reader.ReadAsync(listener, [friend], cancellationToken);
        await hub.Clients.User(listener.ToString()).PresenceChanged(status[0]);
    }
}

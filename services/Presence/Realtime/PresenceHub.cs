using Microsoft.AspNetCore.SignalR;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Presence.Realtime;

/// <summary>Being connected here is being online.</summary>
internal sealed class PresenceHub(HeldPeople people, SiteCount count, ReadStatuses readStatuses) : Hub<IPresenceClient>
{
    private CurrentUser Me => CurrentUser.From(Context.User);

    public override async Task OnConnectedAsync()
    {
        await Clients.Caller.OnlineCount(count.Current);
        // Last: SignalR calls OnDisconnectedAsync only for connections whose OnConnectedAsync came to its end.
        await people.EnterAsync(Me.Id, Context.ConnectionId);
    }

    public override Task OnDisconnectedAsync(Exception? exception) => people.LeaveAsync(Me.Id, Context.ConnectionId);

    /// <summary>How things stand with these people now. Changes of friends come by themselves, watched or not.</summary>
    public async Task<StatusList> Watch(WatchPeople watch) =>
        (await readStatuses.RunAsync(Me, watch.UserIds, PresenceLimits.MaxWatched, "userIds", Context.ConnectionAborted))
            .OrHubError();

    /// <summary>Whether someone is at this device. Kept beside the connection; nobody is told of it yet.</summary>
    public async Task<Done> SetActivity(SetActivity activity)
    {
        await people.SetActivityAsync(Me.Id, Context.ConnectionId, activity.Activity == DeviceActivity.Active);
        return new Done();
    }
}

public sealed record WatchPeople(IReadOnlyList<Guid> UserIds);

public sealed record SetActivity(DeviceActivity Activity);

public enum DeviceActivity
{
    Active,
    Idle,
}

/// <summary>The empty answer of a call that has nothing to tell.</summary>
public sealed record Done;

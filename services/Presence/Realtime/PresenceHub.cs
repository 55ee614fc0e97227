using Microsoft.AspNetCore.SignalR;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Games;
using OneVOne.Presence.Status;
using OneVOne.Presence.Watching;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Presence.Realtime;

/// <summary>Being connected here is being online.</summary>
internal sealed class PresenceHub(HeldPeople people, SiteCount count, WatchPeople watchPeople, Watches watches, ShowGame showGame)
    : Hub<IPresenceClient>
{
    private CurrentUser Me => CurrentUser.From(Context.User);

    public override async Task OnConnectedAsync()
    {
        await Clients.Caller.OnlineCount(count.Current);
        // Last: SignalR calls OnDisconnectedAsync only for connections whose OnConnectedAsync did not fail.
        await people.EnterAsync(Me.Id, Context.ConnectionId);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watches.Forget(Context.ConnectionId);
        return people.LeaveAsync(Me.Id, Context.ConnectionId);
    }

    /// <summary>
    /// How things stand with these people now; from here on the connection hears of their changes as far as it may. Changes of
    /// friends come by themselves.
    /// </summary>
    public async Task<StatusList> Watch(WatchCall call) =>
        (await watchPeople.ExecuteAsync(Me.Id, Context.ConnectionId, call.UserIds, Context.ConnectionAborted)).OrHubError();

    /// <summary>Whether someone is at this device: a client says idle after five minutes without input, and active again.</summary>
    public async Task<Done> SetActivity(SetActivity activity)
    {
        await people.SetActivityAsync(Me.Id, Context.ConnectionId, activity.Activity == DeviceActivity.Active);
        return new Done();
    }

    /// <summary>What is played on this device, until it says otherwise or its connection ends.</summary>
    public async Task<Game> ShowActivity(Game game) =>
        (await showGame.OnConnectionAsync(Me.Id, Context.ConnectionId, game)).OrHubError();

    /// <summary>Nothing is played on this device any more.</summary>
    public async Task<Done> HideActivity()
    {
        await showGame.EndOnConnectionAsync(Me.Id, Context.ConnectionId);
        return new Done();
    }
}

public sealed record WatchCall(IReadOnlyList<Guid> UserIds);

public sealed record SetActivity(DeviceActivity Activity);

public enum DeviceActivity
{
    Active,
    Idle,
}

/// <summary>The empty answer of a call that has nothing to tell.</summary>
public sealed record Done;

using Microsoft.AspNetCore.SignalR;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Notifications.Realtime;

/// <summary>Where a person's devices listen. They ask nothing here: lists, badge and marking are HTTP.</summary>
internal sealed class NotificationsHub(InboxBroadcast broadcast) : Hub<INotificationsClient>
{
    // The handshake is answered before the connection is reachable for others, so what happens in between is not heard.
    // The first badge closes the gap: it is counted when the connection hears everything that follows.
    public override Task OnConnectedAsync() =>
        broadcast.WelcomeAsync(CurrentUser.From(Context.User).Id, Clients.Caller, Context.ConnectionAborted);
}

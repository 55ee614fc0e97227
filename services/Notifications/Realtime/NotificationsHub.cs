using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Notifications.Realtime;

/// <summary>Where a person's devices listen. They ask nothing here: lists, badge and marking are HTTP.</summary>
internal sealed class NotificationsHub : Hub<INotificationsClient>;

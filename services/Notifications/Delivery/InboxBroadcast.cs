using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Inbox;
using OneVOne.Notifications.Realtime;

namespace OneVOne.Notifications.Delivery;

/// <summary>
/// Tells people's connections, on whatever replica, what changed in their inboxes. Call it after the commit; it reads what
/// is true then, which may already be newer than the change.
/// </summary>
internal sealed class InboxBroadcast(NotificationsDbContext db, IHubContext<NotificationsHub, INotificationsClient> hub)
{
    public async Task NotifiedAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await db.Notifications.AsNoTracking()
            .Where(notification => ids.Contains(notification.Id) && notification.RemovedAt == null)
            .WithNames(db.People)
            .ToListAsync(cancellationToken);
        await Task.WhenAll(rows.Select(row =>
            Connections(row.Notification.UserId).Notified(NotificationView.Of(row.Notification, row.ActorName))));
        NotificationsTelemetry.Delivered.Add(rows.Count);
        await SendBadgesAsync([.. rows.Select(row => row.Notification.UserId).Distinct()], Connections, cancellationToken);
    }

    /// <param name="ids">Null: all of the person's notifications.</param>
    public async Task ReadAsync(Guid userId, IReadOnlyList<Guid>? ids, CancellationToken cancellationToken)
    {
        await Connections(userId).Read(new NotificationsRead(ids));
        await SendBadgesAsync([userId], Connections, cancellationToken);
    }

    /// <summary>Tells one connection, newly there, where its owner's badge stands.</summary>
    public Task WelcomeAsync(Guid userId, INotificationsClient connection, CancellationToken cancellationToken) =>
        SendBadgesAsync([userId], _ => connection, cancellationToken);

    /// <summary>
    /// Counts, sends, and counts again until both agree. Two changes at once may each count and then send in the other
    /// order; without the second look the older number could stay on the screen.
    /// </summary>
    private async Task SendBadgesAsync(
        IReadOnlyCollection<Guid> userIds, Func<Guid, INotificationsClient> to, CancellationToken cancellationToken)
    {
        var sent = new Dictionary<Guid, int>();
        while (true)
        {
            var counted = await db.Notifications.CountUnreadAsync(userIds, cancellationToken);
            var toSend = counted.Where(badge => !sent.TryGetValue(badge.Key, out var last) || last != badge.Value).ToList();
            if (toSend.Count == 0)
            {
                return;
            }

            await Task.WhenAll(toSend.Select(badge => to(badge.Key).BadgeChanged(new Badge(badge.Value))));
            sent = counted;
        }
    }

    private INotificationsClient Connections(Guid userId) => hub.Clients.User(userId.ToString());
}

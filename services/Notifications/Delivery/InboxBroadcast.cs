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
        // With the badges as they are at that moment: what people wait for is one query away.
        var rows = await db.Notifications.AsNoTracking()
            .Where(notification => ids.Contains(notification.Id) && notification.RemovedAt == null)
            .Select(notification => new
            {
                Notification = notification,
                ActorName = db.People.Where(person => person.UserId == notification.ActorId)
                    .Select(person => person.Username).FirstOrDefault(),
                Unread = db.Notifications.Count(
                    other => other.UserId == notification.UserId && other.ReadAt == null),
            })
            .ToListAsync(cancellationToken);
        await Task.WhenAll(rows.Select(row =>
            Connections(row.Notification.UserId).Notified(NotificationView.Of(row.Notification, row.ActorName))));
        NotificationsTelemetry.Delivered.Add(rows.Count);
        var badges = rows.DistinctBy(row => row.Notification.UserId)
            .ToDictionary(row => row.Notification.UserId, row => row.Unread);
        await SendBadgesAsync(badges, Connections, cancellationToken);
    }

    /// <param name="ids">Null: all of the person's notifications.</param>
    public async Task ReadAsync(Guid userId, IReadOnlyList<Guid>? ids, CancellationToken cancellationToken)
    {
        await Connections(userId).Read(new NotificationsRead(ids));
        await CountAndSendAsync(userId, Connections(userId), cancellationToken);
    }

    /// <summary>Tells one connection, newly there, where its owner's badge stands.</summary>
    public Task WelcomeAsync(Guid userId, INotificationsClient connection, CancellationToken cancellationToken) =>
        CountAndSendAsync(userId, connection, cancellationToken);

    private async Task CountAndSendAsync(Guid userId, INotificationsClient to, CancellationToken cancellationToken) =>
        await SendBadgesAsync(await db.Notifications.CountUnreadAsync([userId], cancellationToken), _ => to, cancellationToken);

    /// <summary>
    /// Sends what was counted, and counts again until both agree. Two changes at once may each count and then send in the other
    /// order; without the second look the older number could stay on the screen.
    /// </summary>
    private async Task SendBadgesAsync(
        Dictionary<Guid, int> counted, Func<Guid, INotificationsClient> to, CancellationToken cancellationToken)
    {
        var toSend = counted.ToList();
        while (toSend.Count > 0)
        {
            await Task.WhenAll(toSend.Select(badge => to(badge.Key).BadgeChanged(new Badge(badge.Value))));
            var sent = counted;
            counted = await db.Notifications.CountUnreadAsync(sent.Keys.ToArray(), cancellationToken);
            toSend = [.. counted.Where(badge => sent[badge.Key] != badge.Value)];
        }
    }

    private INotificationsClient Connections(Guid userId) => hub.Clients.User(userId.ToString());
}

using OneVOne.Notifications.Inbox;

namespace OneVOne.Notifications.Realtime;

/// <summary>
/// What a person's connections hear. All of it may be missed (a lost connection, Redis away) and may come twice: it is
/// a copy of what <c>GET /api/notifications</c> and <c>GET /api/notifications/badge</c> tell, which clients ask after
/// the first badge.
/// </summary>
public interface INotificationsClient
{
    /// <summary>One is new, or one that is known by its id has changed (more messages of a conversation).</summary>
    Task Notified(NotificationView notification);

    /// <summary>The number of unread ones: on connect, and when it may have changed.</summary>
    Task BadgeChanged(Badge badge);

    /// <summary>Some were read, here or on another device, or have gone.</summary>
    Task Read(NotificationsRead read);
}

/// <summary>Which notifications are no longer unread.</summary>
/// <param name="Ids">Null: all of them.</param>
public sealed record NotificationsRead(IReadOnlyList<Guid>? Ids);

using Microsoft.EntityFrameworkCore;

namespace OneVOne.Notifications.Inbox;

/// <summary>How many notifications are unread. Counted whenever it is asked for, so it cannot differ from the list.</summary>
public sealed record Badge(int Unread);

internal static class Badges
{
    public static Task<int> CountUnreadAsync(
        this IQueryable<Notification> notifications, Guid userId, CancellationToken cancellationToken) =>
        notifications.CountAsync(
            notification => notification.UserId == userId && notification.ReadAt == null, cancellationToken);

    /// <summary>The badges of several people at once; those without unread ones have 0.</summary>
    public static async Task<Dictionary<Guid, int>> CountUnreadAsync(
        this IQueryable<Notification> notifications, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        var counts = await notifications
            .Where(notification => userIds.Contains(notification.UserId) && notification.ReadAt == null)
            .GroupBy(notification => notification.UserId)
            .Select(unread => new { UserId = unread.Key, Count = unread.Count() })
            .ToDictionaryAsync(unread => unread.UserId, unread => unread.Count, cancellationToken);
        return userIds.ToDictionary(userId => userId, userId => counts.GetValueOrDefault(userId));
    }
}

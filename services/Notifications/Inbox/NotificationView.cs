using System.Text.Json.Serialization;
using OneVOne.Notifications.People;

namespace OneVOne.Notifications.Inbox;

/// <summary>A notification as its owner sees it, in lists and live alike.</summary>
/// <param name="Count">How many messages it stands for; 1 for other kinds.</param>
/// <param name="Preview">The beginning of the last message.</param>
/// <param name="CreatedAt">When it happened; for messages, the last of them.</param>
public sealed record NotificationView(
    Guid Id,
    NotificationKind Kind,
    Actor Actor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ConversationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? MessageId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq,
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Preview,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReadAt)
{
    internal static NotificationView Of(Notification notification, string? actorName) => new(
        notification.Id,
        notification.Kind,
        new Actor(notification.ActorId, actorName ?? ""),
        notification.RequestId,
        notification.ConversationId,
        notification.MessageId,
        notification.Seq,
        notification.Count,
        notification.Preview,
        notification.CreatedAt,
        notification.ReadAt);
}

/// <summary>Who did it.</summary>
/// <param name="Username">Empty in the rare case that nobody could tell it in time.</param>
public sealed record Actor(Guid Id, string Username);

/// <summary>A notification and the name of its actor, when this service knows it.</summary>
internal sealed record NamedNotification(Notification Notification, string? ActorName);

internal static class NamedNotifications
{
    /// <summary>The last step of a query: what is ordered stays so, which a join would not promise.</summary>
    public static IQueryable<NamedNotification> WithNames(
        this IQueryable<Notification> notifications, IQueryable<KnownPerson> people) =>
        notifications.Select(notification => new NamedNotification(
            notification,
            people.Where(person => person.UserId == notification.ActorId)
                .Select(person => person.Username).FirstOrDefault()));
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneVOne.Notifications.Inbox;

/// <summary>
/// A row of a person's inbox, to be read: every change is one SQL statement beside the act that makes it, as several
/// events, two replicas and the owner may want the row at the same time.
/// </summary>
internal sealed class Notification
{
    public Guid Id { get; private set; }

    /// <summary>Whose inbox it is in.</summary>
    public Guid UserId { get; private set; }

    public NotificationKind Kind { get; private set; }

    /// <summary>Who did it.</summary>
    public Guid ActorId { get; private set; }

    public Guid? RequestId { get; private set; }

    public Guid? ConversationId { get; private set; }

    /// <summary>The last message of <see cref="Count"/>; <see cref="Seq"/> and <see cref="Preview"/> too.</summary>
    public Guid? MessageId { get; private set; }

    public long? Seq { get; private set; }

    public int Count { get; private set; }

    public string? Preview { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Set on what is kept only to meet events that come late; nobody is shown it.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasKey(notification => notification.Id);
        builder.Property(notification => notification.Kind).HasConversion(kind => Write(kind), word => Read(word));
    }

    private static string Write(NotificationKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static NotificationKind Read(string word) =>
        Enum.Parse<NotificationKind>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}

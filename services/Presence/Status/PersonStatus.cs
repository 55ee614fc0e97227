namespace OneVOne.Presence.Status;

/// <summary>What one person may know of another's presence.</summary>
/// <param name="Status">Online while any device is connected, and some seconds longer.</param>
/// <param name="LastSeenAt">When the last device went; null while online, and for whom the caller may not know of.</param>
public sealed record PersonStatus(Guid UserId, Availability Status, DateTimeOffset? LastSeenAt)
{
    /// <summary>The answer about a stranger, whatever the truth: it must not tell even whether there is such a person.</summary>
    public static PersonStatus Unknown(Guid userId) => new(userId, Availability.Offline, null);

    public static PersonStatus Of(Guid userId, bool isOnline, DateTimeOffset? lastSeenAt) =>
        new(userId, isOnline ? Availability.Online : Availability.Offline, isOnline ? null : lastSeenAt);
}

public enum Availability
{
    Offline,
    Online,
}

/// <summary>How many people are on the site.</summary>
public sealed record OnlineSummary(long Online);

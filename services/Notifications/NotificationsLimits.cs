namespace OneVOne.Notifications;

/// <summary>Every number of this service; page sizes are those of all lists.</summary>
internal static class NotificationsLimits
{
    /// <summary>How long a notification is kept when the deployment does not say.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(90);

    /// <summary>How many of a person's notifications are kept when the deployment does not say.</summary>
    public const int MaxPerUser = 500;

    public static readonly TimeSpan CleaningInterval = TimeSpan.FromHours(1);

    /// <summary>Rows that one cleaning statement deletes: its locks are short, and others' writes go on between.</summary>
    public const int CleaningBatch = 5_000;
}

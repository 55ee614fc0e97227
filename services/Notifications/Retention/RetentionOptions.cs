namespace OneVOne.Notifications.Retention;

/// <summary>How much of the past an inbox keeps. Section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Older ones are deleted, read or not.</summary>
    public TimeSpan MaxAge { get; set; } = NotificationsLimits.MaxAge;

    /// <summary>A person's oldest beyond this number are deleted, read or not.</summary>
    public int MaxPerUser { get; set; } = NotificationsLimits.MaxPerUser;

    /// <summary>How often a replica looks.</summary>
    public TimeSpan Interval { get; set; } = NotificationsLimits.CleaningInterval;
}

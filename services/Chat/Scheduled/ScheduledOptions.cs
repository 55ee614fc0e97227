namespace OneVOne.Chat.Scheduled;

/// <summary>How scheduled messages are sent; section <c>Chat:Scheduled</c>.</summary>
internal sealed class ScheduledOptions
{
    /// <summary>How often a replica looks for what is due.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After this long a replica that has claimed a message and said nothing more of it is taken for dead.</summary>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromSeconds(30);

    internal bool IsUsable => Interval > TimeSpan.Zero && ClaimFor > Interval;
}

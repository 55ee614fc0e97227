namespace OneVOne.Identity.Privacy;

/// <summary>Exports and deletions; section <c>Identity:Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    private static readonly string[] AllServices = ["identity", "friends", "chat", "presence", "notifications"];

    /// <summary>The services that keep something of people. When empty: all five.</summary>
    public string[] Services { get; set; } = [];

    /// <summary>How long a person may take back the deletion of their account.</summary>
    public TimeSpan DeletionGrace { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often a replica looks for accounts whose grace is over, and for exports that have expired.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A service that has not confirmed an erasure after this time is warned about.</summary>
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an export is kept: a copy of everything is worth stealing.</summary>
    public TimeSpan ExportLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>From one export of a person to the next.</summary>
    public TimeSpan ExportPause { get; set; } = TimeSpan.FromDays(1);

    internal string[] ServicesOrDefault => Services.Length > 0 ? Services : AllServices;

    internal bool IsUsable =>
        DeletionGrace >= TimeSpan.Zero && Interval > TimeSpan.Zero && OverdueAfter > TimeSpan.Zero
        && ExportLifetime > TimeSpan.Zero && ExportPause >= TimeSpan.Zero;
}

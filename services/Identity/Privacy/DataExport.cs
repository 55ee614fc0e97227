namespace OneVOne.Identity.Privacy;

/// <summary>Where a person's export stands.</summary>
/// <param name="ReadyAt">When the last service had told all.</param>
/// <param name="ExpiresAt">When it is removed; null before it is ready.</param>
/// <param name="Services">Who tells, and whether they have.</param>
public sealed record DataExport(
    Guid Id,
    DataExportStatus Status,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ReadyAt,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<DataExportPart> Services);

/// <param name="Done">All that this service keeps is there.</param>
public sealed record DataExportPart(string Service, bool Done);

public enum DataExportStatus
{
    /// <summary>Some services have not told all yet.</summary>
    Gathering = 1,

    /// <summary>It can be downloaded.</summary>
    Ready = 2,

    /// <summary>It was removed, or not whole in time; ask for another.</summary>
    Expired = 3,
}

using System.ComponentModel.DataAnnotations;

namespace OneVOne.Identity.Audit;

/// <summary>What is kept of what happened to accounts; section <c>Identity:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>How long an event is kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long refused log-ins of one account are counted into one event.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CoalesceFor { get; set; } = TimeSpan.FromMinutes(1);
}

using System.ComponentModel.DataAnnotations;

namespace OneVOne.Presence;

/// <summary>When presence counts as gone; section <c>Presence</c>.</summary>
public sealed class PresenceOptions : IValidatableObject
{
    /// <summary>Before every key in Redis. The braces are a hash tag: scripts need all keys on one node of a cluster.</summary>
    [Required]
    public string KeyPrefix { get; set; } = "{onevone:presence}";

    /// <summary>
    /// How long a replica that is not heard of keeps its people online. A killed replica's people are offline after this,
    /// <see cref="Tick"/> and <see cref="OfflineAfter"/> together, unless they are back on another.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a replica renews its lease and looks for what is due: one call to Redis for all its people.</summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after the last connection a person counts as offline; a page that reloads comes back unnoticed.</summary>
    public TimeSpan OfflineAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a replica may take to announce a change before another takes it on too.</summary>
    public TimeSpan AnnounceWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The shortest time between two announced changes of one person. Whatever happens in between is told
    /// once, with what is true then.
    /// </summary>
    public TimeSpan ChangeInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a replica looks for custom texts that have come to their end.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest time between two messages of the site count.</summary>
    public TimeSpan CountInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a call may wait for Redis before the replica goes on without it.</summary>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Tick <= TimeSpan.Zero || Lease < Tick * 3)
        {
            yield return new("Presence:Lease must be at least three times Presence:Tick, or one late tick ends it.");
        }

        if (OfflineAfter < TimeSpan.Zero || ChangeInterval < TimeSpan.Zero || CountInterval < TimeSpan.Zero)
        {
            yield return new("Presence:OfflineAfter, ChangeInterval and CountInterval cannot be negative.");
        }

        if (AnnounceWithin <= TimeSpan.Zero || RedisTimeout <= TimeSpan.Zero || SweepInterval <= TimeSpan.Zero)
        {
            yield return new("Presence:AnnounceWithin, RedisTimeout and SweepInterval must be positive.");
        }
    }
}

namespace OneVOne.Identity.Sessions;

/// <summary>A log-in of one device: the family of all refresh tokens that came from it.</summary>
internal sealed class Session
{
    private Session()
    {
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When the person last showed who they are: by the log-in, or again before a sensitive change.</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>See <see cref="Sessions.Device"/>.</summary>
    public string Device { get; private set; } = "";

    /// <summary>From where it was last used.</summary>
    public string? Address { get; private set; }

    /// <summary>When it was last refreshed, to within <see cref="IdentityLimits.SessionUseInterval"/>.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>When it was ended before its time.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>One of <see cref="SessionEnd"/>.</summary>
    public string? EndReason { get; private set; }

    public static Session Start(Guid userId, DateTimeOffset now, TimeSpan lifetime, string device, string? address) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        CreatedAt = now,
        ExpiresAt = now + lifetime,
        AuthenticatedAt = now,
        Device = device,
        Address = address,
        LastUsedAt = now,
    };
}

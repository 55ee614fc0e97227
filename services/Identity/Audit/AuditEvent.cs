namespace OneVOne.Identity.Audit;

/// <summary>Something that happened to an account, written once.</summary>
internal sealed class AuditEvent
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="AuditTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Whose account; null when it is nobody's, as for a log-in with an unknown name.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Who did it; null for the system itself and for whoever has not logged in.</summary>
    public Guid? ActorId { get; init; }

    public Guid? SessionId { get; init; }

    /// <summary>The client's address, as far as the gateway is told.</summary>
    public string? Address { get; init; }

    /// <summary>The client's User-Agent, cut to 256 characters.</summary>
    public string? Device { get; init; }

    /// <summary>What else there is to say, as a JSON object; never a secret.</summary>
    public string Detail { get; init; } = "{}";
}

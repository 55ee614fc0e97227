namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>How a service's queues are named and kept; section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>
    /// Before every queue's name; the service's name when empty. Two systems may share a broker under prefixes of their own.
    /// </summary>
    public string QueuePrefix { get; set; } = "";

    /// <summary>When a queue without consumers goes away with all that it holds; never, when null.</summary>
    public TimeSpan? QueueExpiration { get; set; }
}

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>How a service's queues are named and kept; section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    private static readonly TimeSpan[] DefaultRetryDelays =
    [
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30),
    ];

    /// <summary>
    /// Before every queue's name; the service's name when empty. Two systems may share a broker under prefixes of their own.
    /// </summary>
    public string QueuePrefix { get; set; } = "";

    /// <summary>When a queue without consumers goes away with all that it holds; never, when null.</summary>
    public TimeSpan? QueueExpiration { get; set; }

    /// <summary>
    /// The waits before each further try of a consumer that failed; after the last the message goes to
    /// <c>{queue}_error</c>. When empty: 50 ms, 200 ms and 1 s for races and restarts, then 3 s, 10 s and 30 s for a
    /// database that is away.
    /// </summary>
    public TimeSpan[] RetryDelays { get; set; } = [];

    internal TimeSpan[] RetryDelaysOrDefault => RetryDelays.Length > 0 ? RetryDelays : DefaultRetryDelays;
}

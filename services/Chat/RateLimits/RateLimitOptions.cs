namespace OneVOne.Chat.RateLimits;

/// <summary>How much a person may do, over all replicas and devices; section <c>Chat:RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    /// <summary>Off for load tests, in which few people do what many would.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Messages of a person, in all conversations together.</summary>
    public Rate Sends { get; set; } = new(perSecond: 10, burst: 30);

    /// <summary>Messages of a person in one conversation.</summary>
    public Rate SendsPerConversation { get; set; } = new(perSecond: 5, burst: 15);

    /// <summary>Whatever else changes something: edits, deletions, reactions, settings, drafts.</summary>
    public Rate Acts { get; set; } = new(perSecond: 10, burst: 30);

    /// <summary>Direct conversations opened, rooms made.</summary>
    public Rate Openings { get; set; } = new(perSecond: 1, burst: 20);

    /// <summary>Searches: the dearest question that can be asked.</summary>
    public Rate Searches { get; set; } = new(perSecond: 5, burst: 20);

    internal bool IsUsable => Sends.IsUsable && SendsPerConversation.IsUsable && Acts.IsUsable && Openings.IsUsable && Searches.IsUsable;
}

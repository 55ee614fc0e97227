namespace OneVOne.Presence;

/// <summary>Every fixed number of the service; what an operator may change is in <see cref="PresenceOptions"/>.</summary>
public static class PresenceLimits
{
    /// <summary>Ids in one <c>GET ?ids=</c>.</summary>
    public const int MaxIds = 100;

    /// <summary>Ids in one <c>Watch</c>: a long friend list in one frame.</summary>
    public const int MaxWatched = 500;

    /// <summary>People whom one connection watches, friends not counted; of more, those asked of last.</summary>
    public const int MaxWatchedByConnection = 1000;

    /// <summary>Characters of a custom text, and of each text of a game.</summary>
    public const int MaxText = 128;

    /// <summary>How far away the end of a custom text may be.</summary>
    public static readonly TimeSpan MaxTextLifetime = TimeSpan.FromDays(366);

    /// <summary>Players in one party.</summary>
    public const int MaxPartySize = 10_000;

    /// <summary>How long a game is shown that was told over HTTP and not again.</summary>
    public static readonly TimeSpan MaxGameLifetime = TimeSpan.FromMinutes(15);

    /// <summary>People in the summary when nothing else is asked for.</summary>
    public const int SummaryItems = 20;

    /// <summary>People whom a summary looks at, besides friends, to find some that the caller may see.</summary>
    public const int SummarySample = 200;

    /// <summary>Users in one script call: some milliseconds of the server's only thread.</summary>
    public const int RegisterBatch = 500;

    /// <summary>Users whose changes are announced with one query.</summary>
    public const int AnnounceBatch = 200;

    /// <summary>People told anew how all their friends stand, of one reading: small, as what is read may change meanwhile.</summary>
    public const int RefreshBatch = 50;

    /// <summary>Custom texts that one look finds at their end.</summary>
    public const int SweepBatch = 500;

    /// <summary>
    /// Changes that may wait in this process. What does not fit stays claimed in Redis and is taken on again later.
    /// </summary>
    public const int AnnounceBacklog = 20_000;
}

namespace OneVOne.Presence;

/// <summary>Every fixed number of the service; what an operator may change is in <see cref="PresenceOptions"/>.</summary>
public static class PresenceLimits
{
    /// <summary>Ids in one <c>GET ?ids=</c>.</summary>
    public const int MaxIds = 100;

    /// <summary>Ids in one <c>Watch</c>: a long friend list in one frame.</summary>
    public const int MaxWatched = 500;

    /// <summary>Users in one script call: some milliseconds of the server's only thread.</summary>
    public const int RegisterBatch = 500;

    /// <summary>Users whose changes are announced with one query.</summary>
    public const int AnnounceBatch = 200;

    /// <summary>People told anew how all their friends stand, of one reading: small, as what is read may change meanwhile.</summary>
    public const int RefreshBatch = 50;

    /// <summary>
    /// Changes that may wait in this process. What does not fit stays claimed in Redis and is taken on again later.
    /// </summary>
    public const int AnnounceBacklog = 20_000;
}

namespace OneVOne.Identity.Sessions;

/// <summary>How long a log-in lasts; section <c>Identity:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The life of an access token, which services check offline.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an unused refresh token stays good.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>After this the person logs in again, however often the session was refreshed.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>
    /// How long after its rotation a refresh token may come again without ending the session: two tabs, or a client that
    /// lost the answer. Within it a stolen token would go unnoticed.
    /// </summary>
    public TimeSpan RotationGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many sessions a person may have at once; one more ends the one that was unused longest.</summary>
    public int MaxPerUser { get; set; } = 100;

    /// <summary>How long an ended session has to be told of: until a token that a refresh of the last moment got has expired.</summary>
    internal TimeSpan EndedSessionWindow => AccessTokenLifetime + IdentityLimits.LongestRefresh;

    internal bool IsUsable =>
        MaxPerUser > 0 && AccessTokenLifetime > TimeSpan.Zero && IdleLifetime > TimeSpan.Zero && Lifetime > TimeSpan.Zero
        && RotationGrace >= TimeSpan.Zero && RotationGrace < IdleLifetime;
}

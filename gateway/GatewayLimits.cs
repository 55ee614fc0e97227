namespace OneVOne.Gateway;

/// <summary>The numbers that no deployment needs to change; the others are in <see cref="GatewayOptions"/>.</summary>
internal static class GatewayLimits
{
    /// <summary>All request headers together; an access token is some 500 bytes.</summary>
    public const int MaxHeadersSize = 16 * 1024;

    /// <summary>How much of a refused body is read and thrown away, so that its sender gets to read the answer.</summary>
    public const long MaxDrainedBody = 32 * 1024 * 1024;

    /// <summary>Of an uploaded picture; Identity says what is too large of it.</summary>
    public const long MaxAvatarSize = 2 * 1024 * 1024;

    /// <summary>Failed probes in a row before a replica is left out.</summary>
    public const int FailedProbes = 2;

    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a sender of a refused body may take to finish it.</summary>
    public static readonly TimeSpan DrainBodyTime = TimeSpan.FromSeconds(5);

    /// <summary>What running requests get at shutdown.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A connection to a service is not used for longer than this, so that new replicas behind one name get their part.
    /// </summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
}

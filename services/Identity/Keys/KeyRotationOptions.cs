namespace OneVOne.Identity.Keys;

/// <summary>How long a key signs; section <c>Identity:Keys</c>.</summary>
public sealed class KeyRotationOptions
{
    /// <summary>How long a key signs before the next one does.</summary>
    public TimeSpan RotateEvery { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a key is published before it signs: longer than anyone keeps the published keys without asking again, so
    /// that even who cannot ask at that moment knows it already.
    /// </summary>
    public TimeSpan PublishAhead { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often each replica looks whether it is time; it also hears of new keys at once.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    internal bool IsUsable =>
        PublishAhead >= IdentityLimits.PublishedKeysMaxAge + IdentityLimits.ClockSkew
        && RotateEvery > PublishAhead && CheckInterval > TimeSpan.Zero;
}

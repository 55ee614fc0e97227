namespace OneVOne.Identity.Keys;

/// <summary>What protects the signing keys at rest; section <c>Identity</c>.</summary>
public sealed class KeyProtectionOptions
{
    /// <summary>
    /// The secret that the private keys in the database are encrypted under; the same on every replica and kept apart from
    /// the database's backups. There is no default.
    /// </summary>
    public string KeyProtectionSecret { get; set; } = "";

    /// <summary>
    /// The secret before this one, while it is being changed: at the next start each key is brought under the new one, and
    /// this setting can go. While replicas with the old secret alone still run, no key may be made; so start them all.
    /// </summary>
    public string PreviousKeyProtectionSecret { get; set; } = "";

    internal bool IsUsable => KeyProtectionSecret.Length >= IdentityLimits.MinKeyProtectionSecretLength;
}

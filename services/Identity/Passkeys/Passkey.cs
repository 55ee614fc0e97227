using Microsoft.AspNetCore.Identity;

namespace OneVOne.Identity.Passkeys;

/// <summary>A credential that a person's device holds the private key of (WebAuthn).</summary>
internal sealed class Passkey
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required byte[] CredentialId { get; init; }

    /// <summary>COSE.</summary>
    public required byte[] PublicKey { get; init; }

    public required string Name { get; init; }

    /// <summary>Of the last use; rises with each, or stays 0 for devices that do not count.</summary>
    public required long SignCount { get; init; }

    public required string[] Transports { get; init; }

    public required bool IsBackupEligible { get; init; }

    public required bool IsBackedUp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>As the framework's handler reads it. What the device attested is not kept, as nothing is decided by it.</summary>
    public UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, (uint)SignCount, Transports, isUserVerified: true, IsBackupEligible, IsBackedUp,
        attestationObject: [], clientDataJson: []);
}

using Microsoft.Extensions.Options;
using OneVOne.Identity.Keys;

namespace OneVOne.Identity.SecondFactor;

/// <summary>Keeps the secrets of authenticators encrypted, each bound to its account.</summary>
internal sealed class AuthenticatorSecrets(IOptions<KeyProtectionOptions> options)
{
    private readonly KeyProtection protection = new(options, "OneVOne Identity authenticators");

    public byte[] Protect(byte[] secret, Guid userId) => protection.Protect(secret, userId.ToString());

    public byte[] Unprotect(byte[] stored, Guid userId) => Unprotect(stored, userId, out _);

    /// <param name="isOutdated">It was protected by the previous secret.</param>
    public byte[] Unprotect(byte[] stored, Guid userId, out bool isOutdated) =>
        protection.Unprotect(stored, userId.ToString(), out isOutdated);
}

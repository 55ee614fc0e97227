using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace OneVOne.Identity.Keys;

/// <summary>
/// Encrypts private keys for the database: AES-256-GCM under a key that HKDF (RFC 5869) derives from the deployment's
/// secret. The key id is authenticated with it, so that a stored key cannot be passed off as another.
/// </summary>
/// <param name="purpose">What is protected: another purpose is another key, so that one kind of secret cannot stand for another.</param>
internal sealed class KeyProtection(
    IOptions<KeyProtectionOptions> options, string purpose = "OneVOne Identity signing keys")
{
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[] key = Derive(options.Value.KeyProtectionSecret, purpose);
    private readonly byte[]? previousKey =
        options.Value.PreviousKeyProtectionSecret is { Length: > 0 } secret ? Derive(secret, purpose) : null;

    /// <summary>Nonce, tag and cipher text in one.</summary>
    public byte[] Protect(ReadOnlySpan<byte> privateKey, string keyId)
    {
        var result = new byte[NonceSize + TagSize + privateKey.Length];
        var nonce = result.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            nonce,
            privateKey,
            result.AsSpan(NonceSize + TagSize),
            result.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(keyId));
        return result;
    }

    /// <param name="stored">What <see cref="Protect"/> gave.</param>
    /// <param name="keyId">Whose key it is.</param>
    /// <param name="isOutdated">It was protected by the previous secret.</param>
    /// <exception cref="CryptographicException">Another secret protected it, or it was changed.</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> stored, string keyId, out bool isOutdated)
    {
        isOutdated = false;
        try
        {
            return Decrypt(key, stored, keyId);
        }
        catch (AuthenticationTagMismatchException) when (previousKey is not null)
        {
            isOutdated = true;
            return Decrypt(previousKey, stored, keyId);
        }
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> stored, string keyId)
    {
        if (stored.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("The stored key is too short.");
        }

        var privateKey = new byte[stored.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(
            stored[..NonceSize],
            stored[(NonceSize + TagSize)..],
            stored.Slice(NonceSize, TagSize),
            privateKey,
            Encoding.UTF8.GetBytes(keyId));
        return privateKey;
    }

    private static byte[] Derive(string secret, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(secret),
        outputLength: 32,
        info: Encoding.UTF8.GetBytes(purpose));
}

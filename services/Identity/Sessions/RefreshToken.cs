using System.Buffers.Text;
using System.Security.Cryptography;

namespace OneVOne.Identity.Sessions;

/// <summary>What is kept of a refresh token: not enough to use it.</summary>
internal sealed class RefreshToken
{
    private RefreshToken()
    {
    }

    /// <summary>SHA-256 of the token's bytes.</summary>
    public byte[] Hash { get; private set; } = [];

    public Guid SessionId { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was first exchanged for another.</summary>
    public DateTimeOffset? RotatedAt { get; private set; }

    /// <summary>The first token of a session.</summary>
    public static RefreshToken First(Session session, byte[] hash, TimeSpan idleLifetime)
    {
        var idleEnd = session.CreatedAt + idleLifetime;
        return new()
        {
            Hash = hash,
            SessionId = session.Id,
            IssuedAt = session.CreatedAt,
            ExpiresAt = idleEnd < session.ExpiresAt ? idleEnd : session.ExpiresAt,
        };
    }

    /// <summary>A new token as its holder gets it, and its hash.</summary>
    public static (string Text, byte[] Hash) Draw()
    {
        Span<byte> token = stackalloc byte[IdentityLimits.RefreshTokenBytes];
        RandomNumberGenerator.Fill(token);
        return (Base64Url.EncodeToString(token), SHA256.HashData(token));
    }

    /// <summary>The hash of a presented token; null when no token of ours looks like it.</summary>
    public static byte[]? TryHash(string text)
    {
        Span<byte> token = stackalloc byte[IdentityLimits.RefreshTokenBytes];
        return Base64Url.IsValid(text, out var length) && length == token.Length
            && Base64Url.TryDecodeFromChars(text, token, out _)
                ? SHA256.HashData(token)
                : null;
    }
}

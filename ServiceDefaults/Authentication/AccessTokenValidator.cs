using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// Checks compact JWS access tokens (RFC 7515, RFC 7519, RFC 9068) offline: ES256 and nothing else, a key that Identity
/// publishes, the right issuer and audience, within its time. The algorithm is fixed rather than read from the token,
/// which shuts out <c>none</c> and HMAC confusion (RFC 8725 §3.1). A token of a session that has ended is refused too.
/// </summary>
public sealed class AccessTokenValidator(
    SigningKeys keys, EndedSessions ended, IOptions<AccessTokenOptions> options, TimeProvider time)
{
    /// <summary>Far above a real token (some 500 bytes); bounds the work that a hostile one can cause.</summary>
    private const int MaxLength = 4096;

    /// <summary>ES256 signatures are r and s, 32 bytes each (RFC 7518 §3.4).</summary>
    private const int SignatureLength = 64;

    private static readonly Problem Invalid =
        new(401, "auth.token_invalid", "The access token is not valid; log in again.");

    private static readonly Problem Expired =
        new(401, "auth.token_expired", "The access token has expired; refresh it and try again.");

    private static readonly Problem SessionEnded =
        new(401, "auth.session_ended", "The session of this access token has ended; log in again.");

    private static readonly Problem NotKnown =
        Problem.Unavailable("Whether this session still runs cannot be told at the moment; try again.");

    public async ValueTask<Outcome<AccessToken>> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
        {
            return Invalid;
        }

        if (ReadKeyId(header) is not { } keyId || await keys.FindAsync(keyId, cancellationToken) is not { } key)
        {
            return Invalid;
        }

        if (!Verify(key, header, payload, signature) || Read(payload) is not { } claims)
        {
            return Invalid;
        }

        // As with the keys: while Identity was never heard of, nobody gets in.
        return await ended.IsLoadedAsync(cancellationToken) ? Check(claims) : NotKnown;
    }

    private static string? ReadKeyId(string header)
    {
        using var json = Parse(header);
        return json?.RootElement is { ValueKind: JsonValueKind.Object } root
            && Text(root, "alg") == "ES256"
            && Text(root, "typ") == "at+jwt"
            // An extension that must be understood (RFC 7515 §4.1.11) is one that we do not.
            && !root.TryGetProperty("crit", out _)
                ? Text(root, "kid")
                : null;
    }

    private static bool Verify(ECDsa key, string header, string payload, string signature)
    {
        Span<byte> decoded = stackalloc byte[SignatureLength + 2];
        if (!TryDecode(signature, decoded, out var length) || length != SignatureLength)
        {
            return false;
        }

        var signed = Encoding.ASCII.GetBytes($"{header}.{payload}");
        return key.VerifyData(
            signed, decoded[..length], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool TryDecode(string text, Span<byte> destination, out int length)
    {
        length = 0;
        return text.Length <= destination.Length * 4 / 3
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, destination, out length);
    }

    private static Claims? Read(string payload)
    {
        using var json = Parse(payload);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !Guid.TryParse(Text(root, "sub"), out var userId)
            || !Guid.TryParse(Text(root, "sid"), out var sessionId)
            || Text(root, "name") is not { Length: > 0 } username
            || Seconds(root, "exp") is not { } expiresAt
            || (root.TryGetProperty("nbf", out _) && Seconds(root, "nbf") is null)
            || ReadRole(root) is not { } role)
        {
            return null;
        }

        return new Claims(
            Text(root, "iss"),
            Text(root, "aud"),
            Seconds(root, "nbf"),
            new AccessToken(
                userId, sessionId, username, expiresAt, role,
                EmailVerified: root.TryGetProperty("email_verified", out var verified) && verified.ValueKind == JsonValueKind.True));
    }

    /// <summary>A user's where the token says nothing; null for a word that is no role of ours.</summary>
    private static Role? ReadRole(JsonElement root) => !root.TryGetProperty("role", out _)
        ? Role.User
        : Text(root, "role") switch
        {
            "user" => Role.User,
            "moderator" => Role.Moderator,
            "admin" => Role.Admin,
            _ => null,
        };

    private Outcome<AccessToken> Check(Claims claims)
    {
        var settings = options.Value;
        var now = time.GetUtcNow();
        if (claims.Issuer != settings.Issuer || claims.Audience != settings.Audience || claims.NotBefore > now + settings.ClockSkew)
        {
            return Invalid;
        }

        return claims.Token.ExpiresAt + settings.ClockSkew <= now ? Expired
            : ended.Find(claims.Token.SessionId) is not null ? SessionEnded
            : claims.Token;
    }

    private static JsonDocument? Parse(string part)
    {
        try
        {
            return Base64Url.IsValid(part) ? JsonDocument.Parse(Base64Url.DecodeFromChars(part)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Seconds(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and <= 253402300799 // the year 9999, the last that DateTimeOffset holds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private sealed record Claims(string? Issuer, string? Audience, DateTimeOffset? NotBefore, AccessToken Token);
}

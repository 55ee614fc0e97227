using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Keys;

/// <summary>Writes and signs access tokens (RFC 9068); <see cref="AccessTokenValidator"/> is its other half.</summary>
internal sealed class AccessTokenWriter(KeyRing keys, IOptions<AccessTokenOptions> options, TimeProvider time)
{
    // The default encoder would write the + of at+jwt as an escape: right, but not what people and proxies look for.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write(OwnProfile user, Guid sessionId, TimeSpan lifetime)
    {
        var key = keys.Current;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode(new Header("ES256", key.Id, "at+jwt"));
        var payload = Encode(new Claims(
            options.Value.Issuer, options.Value.Audience, user.Id, sessionId, user.Username,
            user.Role.ToString().ToLowerInvariant(), user.EmailVerified,
            IssuedAt: now, NotBefore: now, ExpiresAt: now + (long)lifetime.TotalSeconds, TokenId: Guid.CreateVersion7()));
        var signature = key.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}"));
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part, Json));

    private sealed record Header(
        [property: JsonPropertyName("alg")] string Algorithm,
        [property: JsonPropertyName("kid")] string KeyId,
        [property: JsonPropertyName("typ")] string Type);

    private sealed record Claims(
        [property: JsonPropertyName("iss")] string Issuer,
        [property: JsonPropertyName("aud")] string Audience,
        [property: JsonPropertyName("sub")] Guid UserId,
        [property: JsonPropertyName("sid")] Guid SessionId,
        [property: JsonPropertyName("name")] string Username,
        [property: JsonPropertyName("role")] string Role,
        [property: JsonPropertyName("email_verified")] bool EmailVerified,
        [property: JsonPropertyName("iat")] long IssuedAt,
        [property: JsonPropertyName("nbf")] long NotBefore,
        [property: JsonPropertyName("exp")] long ExpiresAt,
        [property: JsonPropertyName("jti")] Guid TokenId);
}

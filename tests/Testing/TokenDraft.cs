using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>An access token in the making: right in every part until a test changes one.</summary>
public sealed class TokenDraft
{
    public Dictionary<string, object?> Header { get; } = [];

    public Dictionary<string, object?> Claims { get; } = [];

    /// <summary>Signs <c>header.payload</c>.</summary>
    public Func<byte[], byte[]> Sign { get; set; } = _ => [];

    public static TokenDraft For(Guid userId, string username, string keyId, ECDsa key)
    {
        var now = DateTimeOffset.UtcNow;
        var draft = new TokenDraft
        {
            Header = { ["alg"] = "ES256", ["kid"] = keyId, ["typ"] = "at+jwt" },
            Claims =
            {
                ["iss"] = "onevone",
                ["aud"] = "onevone",
                ["sub"] = userId,
                ["sid"] = Guid.CreateVersion7(),
                ["name"] = username,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddMinutes(15).ToUnixTimeSeconds(),
                ["jti"] = Guid.NewGuid(),
            },
        };
        draft.Sign = data => key.SignData(
            data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return draft;
    }

    public string Write()
    {
        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(Header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(Claims))}";
        return $"{signed}.{Encode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

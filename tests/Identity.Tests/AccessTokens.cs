using System.Buffers.Text;
using System.Text.Json;

namespace OneVOne.Identity.Tests;

/// <summary>Reads access tokens without checking them.</summary>
internal static class AccessTokens
{
    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Claims(string token) => Part(token, 1);

    private static JsonElement Part(string token, int index) =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token.Split('.')[index]));
}

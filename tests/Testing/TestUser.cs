using System.Buffers.Text;
using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>A person of the tests, known to <see cref="TestIdentity"/>, with an access token.</summary>
public sealed record TestUser(Guid Id, string Username, string Token)
{
    /// <summary>The session of the token.</summary>
    public Guid SessionId =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(Token.Split('.')[1])).GetProperty("sid").GetGuid();
}

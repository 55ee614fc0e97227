using System.Net.Http.Json;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>Asks Identity.</summary>
internal sealed class HttpSigningKeySource(IHttpClientFactory clients) : ISigningKeySource
{
    public const string HttpClientName = "identity-keys";

    public async Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        return await client.GetFromJsonAsync<PublishedKeys>(".well-known/jwks.json", cancellationToken)
            ?? new PublishedKeys([]);
    }
}

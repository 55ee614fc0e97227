using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using OneVOne.ServiceDefaults.Asking;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>Asks Identity, in the name of the deployment's services.</summary>
internal sealed class HttpEndedSessionSource(IHttpClientFactory clients, IConfiguration configuration) : IEndedSessionSource
{
    public async Task<EndedSessionsPage> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpSigningKeySource.HttpClientName);
        var query = after is null ? "" : $"?after={Uri.EscapeDataString(after)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"internal/ended-sessions{query}");
        request.AddServiceKey(configuration);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<EndedSessionsPage>(cancellationToken)
            ?? throw new JsonException("Identity's list of ended sessions is null.");
    }
}

using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

/// <summary>Asks Friends for all that it owns, page by page, and for what to compare by; see docs/events.md.</summary>
internal sealed class FriendsExport(IHttpClientFactory clients, IConfiguration configuration)
{
    internal const string HttpClientName = "friends-export";

    /// <summary>Of one page; nobody waits for it but the rebuild.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Rows of a page, and so of a transaction, which holds them while others may want to write them.</summary>
    private const int PageSize = 500;

    /// <param name="what"><c>relationships</c> or <c>privacy</c>.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <exception cref="HttpRequestException">Friends does not answer.</exception>
    public Task<Page<T>> PageAsync<T>(string what, string? after, CancellationToken cancellationToken) =>
        GetAsync<Page<T>>($"internal/{what}?limit={PageSize}{(after is null ? "" : $"&after={after}")}", cancellationToken);

    /// <inheritdoc cref="PageAsync"/>
    public Task<Checksum> ChecksumAsync(string what, CancellationToken cancellationToken) =>
        GetAsync<Checksum>($"internal/{what}/checksum", cancellationToken);

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(configuration.GetServiceAddress("friends"), path));
        request.AddServiceKey(configuration);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(cancellationToken)
            ?? throw new HttpRequestException($"Friends answered nothing at {path}.");
    }
}

/// <summary>Tells whether two tables hold the same, without carrying one over.</summary>
/// <param name="Value">A sum over rows, which does not depend on their order; as text, as it outgrows JSON's numbers.</param>
internal sealed record Checksum(long Count, [property: System.Text.Json.Serialization.JsonPropertyName("checksum")] string Value);

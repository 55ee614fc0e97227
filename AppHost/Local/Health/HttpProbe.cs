using System.Net;

namespace OneVOne.AppHost.Local.Health;

internal sealed class HttpProbe(EndpointAnnotation endpoint, string path, int expected) : IHealthProbe
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    });

    public async Task<string?> AskAsync(int replica, CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(
            new Uri(endpoint.Url(replica) + path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode == (HttpStatusCode)expected ? null : $"GET {path} answered {(int)response.StatusCode}";
    }
}

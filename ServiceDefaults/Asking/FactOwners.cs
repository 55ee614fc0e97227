using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Asking;

/// <summary>
/// Asks the service that owns a fact, in the caller's own name, where a projection may be a moment behind: before a
/// refusal, and only then. The owner tells no more than the caller could ask for. See docs/decisions.
/// </summary>
public sealed partial class FactOwners(IHttpClientFactory clients, IConfiguration configuration, ILogger<FactOwners> logger)
{
    internal const string HttpClientName = "fact-owners";

    /// <summary>A person waits for the answer, so an owner that is slow counts as away.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <param name="service">The owner, as in <c>identity</c>.</param>
    /// <param name="path">Where it answers, without a leading slash.</param>
    /// <param name="authorization">The caller's <c>Authorization</c>.</param>
    /// <param name="notFound">What its 404 means here.</param>
    /// <returns>
    /// The answer, <paramref name="notFound"/>, or 503 <c>service.unavailable</c> while the owner cannot tell: "not found"
    /// would then be a guess that a client may act on.
    /// </returns>
    public async Task<Outcome<T>> AskAsync<T>(
        string service, string path, string authorization, Problem notFound, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(configuration.GetServiceAddress(service), path));
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return notFound;
            }

            response.EnsureSuccessStatusCode();
            if (await response.Content.ReadFromJsonAsync<T>(cancellationToken) is { } answer)
            {
                return answer;
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NoAnswer(logger, service, e.Message);
        }

        return Problem.Unavailable($"The {service} service cannot be asked at the moment; try again.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Service} did not answer: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string service, string reason);
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace OneVOne.ServiceDefaults.Asking;

/// <summary>What <c>POST /internal/online</c> of Presence takes, and what it answers: those of the people who are here.</summary>
public sealed record PeopleIds(IReadOnlyList<Guid> UserIds)
{
    /// <summary>As many as Presence tells of at once.</summary>
    public const int MaxAtOnce = 1000;
}

/// <summary>
/// Asks Presence, who owns the fact, which people are here and do not hide it. Whenever Presence cannot tell, nobody is.
/// </summary>
public sealed partial class OnlinePeople(IHttpClientFactory clients, IConfiguration configuration, ILogger<OnlinePeople> logger)
{
    /// <param name="userIds">At most <see cref="PeopleIds.MaxAtOnce"/>.</param>
    public async Task<IReadOnlyList<Guid>> AmongAsync(IReadOnlyList<Guid> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        if (userIds.Count == 0
            || configuration.GetServiceAddresses("presence") is not [var presence, ..]
            || configuration.GetServiceKey() is null)
        {
            return [];
        }

        try
        {
            using var client = clients.CreateClient(FactOwners.HttpClientName);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(presence, "internal/online"))
            {
                Content = JsonContent.Create(new PeopleIds(userIds)),
            };
            request.AddServiceKey(configuration);
            using var response = await client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<PeopleIds>(cancellationToken))?.UserIds ?? [];
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NoAnswer(logger, e.Message);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Presence did not tell who is here, so nobody is: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string reason);
    }
}

using System.Net;
using System.Text.Json;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.People;

/// <summary>Asks Identity for a person, with the caller's own token: it tells no more than the caller could ask.</summary>
internal sealed partial class IdentityUsers(HttpClient client, ILogger<IdentityUsers> logger)
{
    private static readonly Problem Away =
        Problem.Unavailable("Whether there is such a person cannot be told at the moment; try again.");

    public Task<Outcome<Person>> FindByIdAsync(Guid userId, string authorization, CancellationToken cancellationToken) =>
        AskAsync($"api/identity/users/{userId}", authorization, cancellationToken);

    /// <param name="username">Of letters, digits, dot, dash and underscore only, as it becomes a part of the path.</param>
    public Task<Outcome<Person>> FindByNameAsync(
        string username, string authorization, CancellationToken cancellationToken) =>
        AskAsync($"api/identity/users/by-name/{username}", authorization, cancellationToken);

    private async Task<Outcome<Person>> AskAsync(string path, string authorization, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Authorization", authorization } } };
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return PeopleProblems.NotFound;
            }

            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<Person>(cancellationToken) is { } person ? person : Away;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // "Not found" would be a lie that a client may act on; this one asks it to try again.
            Log.NoAnswer(logger, e.Message);
            return Away;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Identity did not tell of a person: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string reason);
    }
}

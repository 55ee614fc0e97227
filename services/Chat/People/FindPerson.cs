using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.People;

/// <summary>
/// Who somebody is. The projection may not have heard of a new account yet, so on a miss Identity is asked, and its
/// answer kept until the event comes. While Identity does not answer, "no such user" would be a guess, and is not
/// said.
/// </summary>
internal sealed partial class FindPerson(
    NpgsqlDataSource dataSource, IHttpClientFactory clients, ILogger<FindPerson> logger)
{
    public const string HttpClientName = "identity";

    private static readonly Problem NotFound = Problem.NotFound("user.not_found", "There is no such user.");

    public async Task<Outcome<Person>> ExecuteAsync(Guid userId, Caller caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(userId, cancellationToken) is { } known)
        {
            return known;
        }

        var answer = await AskAsync(userId, caller, cancellationToken);
        if (answer.Problem is null)
        {
            await RememberAsync(answer.Value, cancellationToken);
        }

        return answer;
    }

    private async Task<Person?> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT user_id, username, display_name FROM people WHERE user_id = $1");
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Person(reader.GetGuid(0), reader.GetString(1), reader.GetString(2))
            : null;
    }

    private async Task<Outcome<Person>> AskAsync(Guid userId, Caller caller, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/identity/users/{userId}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.AccessToken);
        try
        {
            using var response = await clients.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return NotFound;
            }

            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Person>(cancellationToken))!;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || IsTimeout(e, cancellationToken))
        {
            Log.NotAsked(logger, userId, e.Message);
            return Problem.Unavailable("Nobody can say at the moment who that is; try again.");
        }
    }

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private async Task RememberAsync(Person person, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO people (user_id, username, display_name, version) VALUES ($1, $2, $3, 0)
            ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new() { Value = person.Id });
        command.Parameters.Add(new() { Value = person.Username });
        command.Parameters.Add(new() { Value = person.DisplayName });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Identity did not tell who {UserId} is: {Reason}")]
        public static partial void NotAsked(ILogger logger, Guid userId, string reason);
    }
}

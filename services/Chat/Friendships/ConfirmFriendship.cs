using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using OneVOne.Chat.People;

namespace OneVOne.Chat.Friendships;

/// <summary>
/// Asks Friends about two people of whom the projection says that they are not friends. An acceptance is told by event,
/// and the two may write to each other before it has arrived.
/// </summary>
internal sealed partial class ConfirmFriendship(
    NpgsqlDataSource dataSource, IHttpClientFactory clients, ILogger<ConfirmFriendship> logger)
{
    public const string HttpClientName = "friends";

    /// <summary>
    /// True when they are friends and the projection says so now; false also when Friends does not answer: who may
    /// write is then what the last events told.
    /// </summary>
    public async Task<bool> ExecuteAsync(Caller caller, Guid otherUserId, CancellationToken cancellationToken) =>
        await AskAsync(caller, otherUserId, cancellationToken) is { AreFriends: true } relation
            && await RememberAsync(caller.Id, otherUserId, relation.Version, cancellationToken);

    private async Task<Relation?> AskAsync(Caller caller, Guid otherUserId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/friends/{otherUserId}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.AccessToken);
        try
        {
            using var response = await clients.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<Relation>(cancellationToken)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || IsTimeout(e, cancellationToken))
        {
            Log.NotAsked(logger, otherUserId, e.Message);
            return null;
        }
    }

    private static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private async Task<bool> RememberAsync(Guid one, Guid other, long version, CancellationToken cancellationToken)
    {
        // An event that came while we asked may have told of the end already: its version is higher and it stays.
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO friendships (low_user_id, high_user_id, are_friends, version)
            VALUES (LEAST($1, $2), GREATEST($1, $2), true, $3)
            ON CONFLICT (low_user_id, high_user_id) DO UPDATE SET are_friends = true, version = EXCLUDED.version
            WHERE friendships.version < EXCLUDED.version
               OR (friendships.version = EXCLUDED.version AND friendships.are_friends)
            """);
        command.Parameters.Add(new() { Value = one });
        command.Parameters.Add(new() { Value = other });
        command.Parameters.Add(new() { Value = version });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private sealed record Relation(Guid UserId, bool AreFriends, long Version);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Friends did not tell whether {UserId} is a friend: {Reason}")]
        public static partial void NotAsked(ILogger logger, Guid userId, string reason);
    }
}

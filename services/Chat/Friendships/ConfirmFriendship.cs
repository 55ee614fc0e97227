using Npgsql;
using OneVOne.Chat.People;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Friendships;

/// <summary>
/// Asks Friends about two people of whom the projection says that they are not friends. An acceptance is told by event,
/// and the two may write to each other before it has arrived.
/// </summary>
internal sealed class ConfirmFriendship(NpgsqlDataSource dataSource, FactOwners owners)
{
    private static readonly Problem NotFound = Problem.NotFound("user.not_found", "There is no such user.");

    /// <summary>
    /// True when they are friends and the projection says so now; false also when Friends does not answer: who may
    /// write is then what the last events told.
    /// </summary>
    public async Task<bool> ExecuteAsync(Caller caller, Guid otherUserId, CancellationToken cancellationToken)
    {
        var answer = await owners.AskAsync<Relation>(
            "friends", $"api/friends/{otherUserId}", caller.Authorization, NotFound, cancellationToken);
        return answer.Problem is null
            && answer.Value.AreFriends
            && await RememberAsync(caller.Id, otherUserId, answer.Value.Version, cancellationToken);
    }

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
}

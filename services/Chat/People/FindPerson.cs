using Npgsql;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.People;

/// <summary>
/// Who somebody is. The projection may not have heard of a new account yet, so on a miss Identity is asked, and its
/// answer kept until the event comes. While Identity does not answer, "no such user" would be a guess, and is not
/// said.
/// </summary>
internal sealed class FindPerson(NpgsqlDataSource dataSource, FactOwners owners)
{
    private static readonly Problem NotFound = Problem.NotFound("user.not_found", "There is no such user.");

    public async Task<Outcome<Person>> ExecuteAsync(Guid userId, Caller caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(userId, cancellationToken) is { } known)
        {
            return known;
        }

        var answer = await owners.AskAsync<Person>(
            "identity", $"api/identity/users/{userId}", caller.Authorization, NotFound, cancellationToken);
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
}

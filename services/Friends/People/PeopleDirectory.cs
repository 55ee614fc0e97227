using System.Text.RegularExpressions;
using Npgsql;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.People;

/// <summary>
/// Finds people: in the projection, and on a miss at Identity, as an account may be seconds younger than the event that
/// tells of it.
/// </summary>
internal sealed partial class PeopleDirectory(NpgsqlDataSource database, FactOwners owners)
{
    public async Task<Outcome<Person>> FindByIdAsync(Guid userId, string authorization, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT user_id, username, display_name, is_deleted FROM people WHERE user_id = @id");
        command.Parameters.AddWithValue("id", userId);
        return await ReadAsync(command, cancellationToken)
            ?? await RememberAsync(await AskAsync($"{userId}", authorization, cancellationToken), cancellationToken);
    }

    public async Task<Outcome<Person>> FindByNameAsync(
        string username, string authorization, CancellationToken cancellationToken)
    {
        if (!PossibleName().IsMatch(username))
        {
            return PeopleProblems.NotFound;
        }

        await using var command = database.CreateCommand(
            """
            SELECT user_id, username, display_name, is_deleted FROM people
            WHERE lower(username) = lower(@name) AND NOT is_deleted
            ORDER BY version DESC LIMIT 1
            """);
        command.Parameters.AddWithValue("name", username);
        return await ReadAsync(command, cancellationToken)
            ?? await RememberAsync(await AskAsync($"by-name/{username}", authorization, cancellationToken), cancellationToken);
    }

    /// <summary>What Identity accepts at registration, loosely: whatever else is asked for, nobody has that name.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex PossibleName();

    private Task<Outcome<Person>> AskAsync(string who, string authorization, CancellationToken cancellationToken) =>
        owners.AskAsync<Person>(
            "identity", $"api/identity/users/{who}", authorization, PeopleProblems.NotFound, cancellationToken);

    private static async Task<Outcome<Person>?> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetBoolean(3) ? PeopleProblems.NotFound : Person.Read(reader);
    }

    private async Task<Outcome<Person>> RememberAsync(Outcome<Person> answer, CancellationToken cancellationToken)
    {
        if (answer.Problem is null)
        {
            await using var command = database.CreateCommand(
                """
                INSERT INTO people (user_id, username, display_name, version) VALUES (@id, @username, @displayName, 0)
                ON CONFLICT (user_id) DO NOTHING
                """);
            command.Parameters.AddWithValue("id", answer.Value.Id);
            command.Parameters.AddWithValue("username", answer.Value.Username);
            command.Parameters.AddWithValue("displayName", answer.Value.DisplayName);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return answer;
    }
}

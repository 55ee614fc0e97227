using System.Text.RegularExpressions;
using Npgsql;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.People;

/// <summary>
/// Who somebody is: from the projection, and on a miss from Identity in the caller's own name, as an account may be
/// seconds younger than the event that tells of it. The answer is kept until the event comes. While Identity does not
/// answer, "no such user" would be a guess, and is not said.
/// </summary>
public sealed partial class PeopleDirectory(NpgsqlDataSource database, FactOwners owners)
{
    /// <summary>As many as Identity tells of at once.</summary>
    public const int MaxAtOnce = 100;

    /// <summary>Nobody has this name or id.</summary>
    public static Problem NotFound { get; } = Problem.NotFound("user.not_found", "There is no such user.");

    private static readonly string Select = $"SELECT {PersonRow.Columns("people")} FROM people";

    /// <param name="authorization">The caller's <c>Authorization</c>.</param>
    public async Task<Outcome<Person>> FindAsync(Guid userId, string authorization, CancellationToken cancellationToken) =>
        await ReadAsync($"{Select} WHERE user_id = $1", userId, cancellationToken) is [var known]
            ? known
            : await AskAsync($"{userId}", authorization, cancellationToken);

    /// <param name="username">Without regard to case.</param>
    /// <param name="authorization">The caller's <c>Authorization</c>.</param>
    public async Task<Outcome<Person>> FindByNameAsync(
        string username, string authorization, CancellationToken cancellationToken)
    {
        if (!PossibleName().IsMatch(username))
        {
            return NotFound;
        }

        var sql = $"{Select} WHERE lower(username) = lower($1) AND NOT deleted ORDER BY version DESC LIMIT 1";
        return await ReadAsync(sql, username, cancellationToken) is [var known]
            ? known
            : await AskAsync($"by-name/{username}", authorization, cancellationToken);
    }

    /// <summary>
    /// Those of the people of whom anything can be learned now; a list is better shown without a name than not at all.
    /// </summary>
    /// <param name="userIds">At most <see cref="MaxAtOnce"/>.</param>
    /// <param name="authorization">The caller's <c>Authorization</c>.</param>
    public async Task<IReadOnlyDictionary<Guid, Person>> FindManyAsync(
        IReadOnlyCollection<Guid> userIds, string authorization, CancellationToken cancellationToken)
    {
        if (userIds.Count == 0)
        {
            return new Dictionary<Guid, Person>();
        }

        var known = await ReadAsync(
            $"{Select} WHERE user_id = ANY ($1)", userIds.ToArray(), cancellationToken);
        var found = known.ToDictionary(person => person.Id);
        var missing = userIds.Where(id => !found.ContainsKey(id)).ToArray();
        if (missing.Length > 0)
        {
            var answer = await owners.AskAsync<Many>(
                "identity", $"api/identity/users?ids={string.Join(',', missing)}", authorization, NotFound, cancellationToken);
            var asked = answer.Problem is null ? answer.Value.Items : [];
            await RememberAsync(asked, cancellationToken);
            foreach (var person in asked)
            {
                found[person.Id] = person;
            }
        }

        return found;
    }

    /// <summary>What Identity accepts at registration, loosely: whatever else is asked for, nobody has that name.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex PossibleName();

    private async Task<Outcome<Person>> AskAsync(string who, string authorization, CancellationToken cancellationToken)
    {
        var answer = await owners.AskAsync<Person>(
            "identity", $"api/identity/users/{who}", authorization, NotFound, cancellationToken);
        if (answer.Problem is null)
        {
            await RememberAsync([answer.Value], cancellationToken);
        }

        return answer;
    }

    private async Task<List<Person>> ReadAsync(string sql, object value, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var people = new List<Person>();
        while (await reader.ReadAsync(cancellationToken))
        {
            people.Add(PersonRow.Read(reader));
        }

        return people;
    }

    private async Task RememberAsync(IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO people (user_id, username, display_name, avatar_id, deleted, version)
            SELECT asked.*, 0 FROM unnest($1, $2, $3, $4, $5) AS asked
            ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new() { Value = people.Select(person => person.Id).ToArray() });
        command.Parameters.Add(new() { Value = people.Select(person => person.Username).ToArray() });
        command.Parameters.Add(new() { Value = people.Select(person => person.DisplayName).ToArray() });
        command.Parameters.Add(new() { Value = people.Select(person => person.AvatarId).ToArray() });
        command.Parameters.Add(new() { Value = people.Select(person => person.Deleted).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Many(IReadOnlyList<Person> Items);
}

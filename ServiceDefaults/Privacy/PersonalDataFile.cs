using System.Runtime.CompilerServices;
using Npgsql;

namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>One file of an export: a JSON array, whose members are read one at a time, so that its size costs no memory.</summary>
/// <param name="Name">In lower case, such as <c>messages.json</c>.</param>
/// <param name="Records">The members, each the text of a JSON object.</param>
public sealed record PersonalDataFile(string Name, IAsyncEnumerable<string> Records)
{
    /// <summary>
    /// The rows of a query, over a connection of its own. The names of its columns are those of the JSON:
    /// <c>SELECT body, created_at AS "sentAt" FROM messages WHERE author_id = $1 ORDER BY id</c>.
    /// </summary>
    /// <param name="sql">Has the person's id as <c>$1</c>. No semicolon.</param>
    public static PersonalDataFile Of(string name, NpgsqlDataSource database, string sql, Guid userId) =>
        new(name, ReadAsync(database, sql, userId));

    private static async IAsyncEnumerable<string> ReadAsync(
        NpgsqlDataSource database, string sql, Guid userId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand($"SELECT to_json(kept)::text FROM ({sql}) AS kept");
        command.Parameters.Add(new() { Value = userId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return reader.GetString(0);
        }
    }
}

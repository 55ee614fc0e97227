using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Friendships;

/// <summary>The friends that the caller and a person have in common, by name; none between two of whom one blocks the other.</summary>
internal static class ListMutualFriends
{
    private const string Mutual =
        $"""
        FROM friends_of(@me) AS mine
        JOIN friends_of(@other) AS theirs USING (user_id)
        JOIN people AS person USING (user_id)
        WHERE NOT EXISTS (SELECT FROM pairs AS pair WHERE {PairSql.OfBoth} AND (low_blocks_high OR high_blocks_low))
        """;

    public static async Task<Results<Ok<CountedPage<Person>>, ProblemHttpResult>> HandleAsync(
        Guid userId, PageRequest page, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        var counting = new NpgsqlBatchCommand($"SELECT count(*) {Mutual}");
        var reading = new NpgsqlBatchCommand(
            $"""
            SELECT {PersonRow.Columns("person")}, lower(person.display_name)
            {Mutual} AND {Keyset.AfterName}
            ORDER BY {Keyset.OrderByName} LIMIT @fetch
            """);
        await using var batch = database.CreateBatch();
        foreach (var command in new[] { counting, reading })
        {
            command.Parameters.AddWithValue("me", me.Id);
            command.Parameters.AddWithValue("other", userId);
            batch.BatchCommands.Add(command);
        }

        if (!reading.Parameters.TryAddNameKeyset(page))
        {
            return Cursor.Invalid.ToResult();
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var people = new List<(Person Person, string Name)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            people.Add((PersonRow.Read(reader), reader.GetString(PersonRow.Width)));
        }

        var (items, next) = Page.Of(people, page, last => Keyset.AfterPerson(last.Name, last.Person.Id));
        return TypedResults.Ok(new CountedPage<Person>([.. items.Select(item => item.Person)], next, total));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.Friends.People;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Friends.Friendships;

/// <summary>The friends of a person, newest first.</summary>
internal static class ListFriends
{
    // The person is the low one of some pairs and the high one of the others. Each branch reads one page off its own
    // index in order, so the cost is that of two pages however many friends there are.
    private const string Query =
        $"""
        SELECT friend.user_id, person.username, person.display_name, friend.friends_since
        FROM (
            (SELECT high_user_id AS user_id, friends_since FROM pairs
                WHERE low_user_id = @me AND state = 'friends' AND (friends_since, high_user_id) < {Keyset.Start}
                ORDER BY friends_since DESC, high_user_id DESC LIMIT @fetch)
            UNION ALL
            (SELECT low_user_id, friends_since FROM pairs
                WHERE high_user_id = @me AND state = 'friends' AND (friends_since, low_user_id) < {Keyset.Start}
                ORDER BY friends_since DESC, low_user_id DESC LIMIT @fetch)
        ) AS friend
        JOIN people AS person USING (user_id)
        ORDER BY friend.friends_since DESC, friend.user_id DESC LIMIT @fetch
        """;

    public static async Task<Results<Ok<Page<Friend>>, ProblemHttpResult>> HandleAsync(
        PageRequest page, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        await using var command = database.CreateCommand(Query);
        command.Parameters.AddWithValue("me", me.Id);
        if (!command.TryAddKeyset(page))
        {
            return Cursor.Invalid.ToResult();
        }

        var friends = new List<Friend>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var person = new Person(reader.GetGuid(0), reader.GetString(1), reader.GetString(2));
            friends.Add(new Friend(person, reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return TypedResults.Ok(Page.Of(friends, page, last => Cursor.Write(last.Since, last.User.Id)));
    }
}

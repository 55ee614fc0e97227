using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.Friendships;

/// <summary>The friends of a person, newest first or by name, all or those whose name begins so.</summary>
internal static class ListFriends
{
    private static readonly string Columns =
        $"{PersonRow.Columns("person")}, friend.since, lower(person.display_name)";

    // The person is the low one of some pairs and the high one of the others. Each branch reads one page off its own
    // index in order, so the cost is that of two pages however many friends there are.
    private static readonly string Newest =
        $"""
        SELECT {Columns}
        FROM (
            (SELECT high_user_id AS user_id, friends_since AS since FROM pairs
                WHERE low_user_id = @me AND state = 'friends' AND (friends_since, high_user_id) < {Keyset.Start}
                ORDER BY friends_since DESC, high_user_id DESC LIMIT @fetch)
            UNION ALL
            (SELECT low_user_id, friends_since FROM pairs
                WHERE high_user_id = @me AND state = 'friends' AND (friends_since, low_user_id) < {Keyset.Start}
                ORDER BY friends_since DESC, low_user_id DESC LIMIT @fetch)
        ) AS friend
        JOIN people AS person USING (user_id)
        ORDER BY friend.since DESC, friend.user_id DESC LIMIT @fetch
        """;

    // No index has both the friends and their names: these read all friends of the person, whose number is bounded.
    private static readonly string Searched =
        $"""
        SELECT {Columns}
        FROM friends_of(@me) AS friend
        JOIN people AS person USING (user_id)
        WHERE (starts_with(lower(person.username), lower(@query)) OR starts_with(lower(person.display_name), lower(@query)))
        """;

    private static readonly string NewestSearched =
        $"{Searched} AND (friend.since, friend.user_id) < {Keyset.Start} ORDER BY friend.since DESC, friend.user_id DESC LIMIT @fetch";

    private static readonly string ByName = $"{Searched} AND {Keyset.AfterName} ORDER BY {Keyset.OrderByName} LIMIT @fetch";

    public static async Task<Results<Ok<Page<Friend>>, ProblemHttpResult>> HandleAsync(
        PageRequest page,
        CurrentUser me,
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string query = "",
        string order = "since")
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        if (query.Length > FriendsLimits.QueryMaxLength)
        {
            return Problem.Invalid("query", $"A query has {FriendsLimits.QueryMaxLength} characters at most.").ToResult();
        }

        if (order is not ("since" or "name"))
        {
            return Problem.Invalid("order", "The order is since or name.").ToResult();
        }

        var isByName = order == "name";
        await using var command = database.CreateCommand(isByName ? ByName : query.Length == 0 ? Newest : NewestSearched);
        command.Parameters.AddWithValue("me", me.Id);
        command.Parameters.AddWithValue("query", query);
        if (!(isByName ? command.Parameters.TryAddNameKeyset(page) : command.Parameters.TryAddKeyset(page)))
        {
            return Cursor.Invalid.ToResult();
        }

        var friends = new List<(Friend Friend, string Name)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            friends.Add((
                new(PersonRow.Read(reader), reader.GetFieldValue<DateTimeOffset>(PersonRow.Width)),
                reader.GetString(PersonRow.Width + 1)));
        }

        var (items, next) = Page.Of(friends, page, last => isByName
            ? Keyset.AfterPerson(last.Name, last.Friend.User.Id)
            : Cursor.Write(last.Friend.Since, last.Friend.User.Id));
        return TypedResults.Ok(new Page<Friend>([.. items.Select(item => item.Friend)], next));
    }
}

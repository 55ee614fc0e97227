using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.Friends.Pairs;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Blocks;

/// <summary>Whom the caller blocks, last first.</summary>
internal static class ListBlocks
{
    private static readonly string Query =
        $"""
        SELECT {PersonRow.Columns("person")}, blocked.since
        FROM (
            (SELECT high_user_id AS user_id, low_blocks_since AS since FROM pairs
                WHERE low_user_id = @me AND low_blocks_since IS NOT NULL AND (low_blocks_since, high_user_id) < {Keyset.Start}
                ORDER BY low_blocks_since DESC, high_user_id DESC LIMIT @fetch)
            UNION ALL
            (SELECT low_user_id, high_blocks_since FROM pairs
                WHERE high_user_id = @me AND high_blocks_since IS NOT NULL AND (high_blocks_since, low_user_id) < {Keyset.Start}
                ORDER BY high_blocks_since DESC, low_user_id DESC LIMIT @fetch)
        ) AS blocked
        JOIN people AS person USING (user_id)
        ORDER BY blocked.since DESC, blocked.user_id DESC LIMIT @fetch
        """;

    public static async Task<Results<Ok<Page<BlockedPerson>>, ProblemHttpResult>> HandleAsync(
        PageRequest page, CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (page.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        await using var command = database.CreateCommand(Query);
        command.Parameters.AddWithValue("me", me.Id);
        if (!command.Parameters.TryAddKeyset(page))
        {
            return Cursor.Invalid.ToResult();
        }

        var blocked = new List<BlockedPerson>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            blocked.Add(new(PersonRow.Read(reader), reader.GetFieldValue<DateTimeOffset>(PersonRow.Width)));
        }

        return TypedResults.Ok(Page.Of(blocked, page, last => Cursor.Write(last.Since, last.User.Id)));
    }
}

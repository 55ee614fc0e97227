using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Users;

/// <summary>People by the beginning of their names.</summary>
internal static class SearchUsers
{
    // Sorts after every character that may follow a prefix.
    private const string Last = "\U0010FFFF";

    /// <summary>
    /// First those whose user name begins so, then those of whom only the display name does. Each is a range of one index
    /// from start to end, in the order of the pages: a page costs the same however many people there are. Those whom the
    /// caller blocks, or who block them, are not found.
    /// </summary>
    public static async Task<Outcome<Page<Person>>> FindAsync(
        string query, PageRequest page, Guid me, IdentityDbContext db, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem;
        }

        if (!TryRead(page.Cursor, out var after))
        {
            return Cursor.Invalid;
        }

        var (nameFrom, nameTo) = (User.Normalize(query), User.Normalize(query) + Last);
        var found = await db.Database.SqlQuery<Found>(
            $"""
            SELECT * FROM (
                (SELECT 1 AS "Rank", normalized_user_name AS "Key", id AS "Id", user_name AS "Username",
                    display_name AS "DisplayName", bio AS "Bio", avatar_id AS "AvatarId"
                FROM users
                WHERE {after.Rank} <= 1 AND normalized_user_name >= {nameFrom} AND normalized_user_name < {nameTo}
                    AND normalized_user_name > {after.Key} AND deletion_at IS NULL
                    AND id NOT IN (SELECT user_id FROM blocked_with({me}))
                ORDER BY normalized_user_name LIMIT {page.Fetch})
                UNION ALL
                (SELECT 2, display_name_key, id, user_name, display_name, bio, avatar_id
                FROM users
                WHERE display_name_key >= upper({query} COLLATE "und-x-icu") COLLATE "C"
                    AND display_name_key < upper({query} COLLATE "und-x-icu") COLLATE "C" || {Last}
                    AND NOT (normalized_user_name >= {nameFrom} AND normalized_user_name < {nameTo})
                    AND ({after.Rank} < 2 OR (display_name_key, id) > ({after.Key}, {after.Id})) AND deletion_at IS NULL
                    AND id NOT IN (SELECT user_id FROM blocked_with({me}))
                ORDER BY display_name_key, id LIMIT {page.Fetch})
            ) AS found
            ORDER BY "Rank", "Key" COLLATE "C", "Id" LIMIT {page.Fetch}
            """).ToListAsync(cancellationToken);
        var shown = Page.Of(found, page, row => Cursor.Write($"{row.Rank}", row.Key, $"{row.Id:N}"));
        return new Page<Person>([.. shown.Items.Select(row => row.Person)], shown.Next);
    }

    private static bool TryRead(Cursor? cursor, out (int Rank, string Key, Guid Id) after)
    {
        after = (0, "", default);
        if (cursor is null)
        {
            return true;
        }

        if (cursor.Parts is not [("1" or "2") and var rank, var key, var text] || !Guid.TryParseExact(text, "N", out var id))
        {
            return false;
        }

        after = (rank == "1" ? 1 : 2, key, id);
        return true;
    }

    private sealed record Found(int Rank, string Key, Guid Id, string Username, string DisplayName, string Bio, Guid? AvatarId)
    {
        public Person Person => Person.Of(Id, Username, DisplayName, Bio, AvatarId);
    }
}

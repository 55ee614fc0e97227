using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Users;

internal static class SearchUsers
{
    /// <summary>
    /// A range of one index from start to end: it holds the names in the order of the pages, so a page costs the same
    /// however many people there are. Those whom the caller blocks, or who block them, are not found.
    /// </summary>
    public static async Task<Outcome<Page<Person>>> FindAsync(
        string query, PageRequest page, Guid me, IdentityDbContext db, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem;
        }

        if (page.Cursor is { Parts.Count: not 1 })
        {
            return Cursor.Invalid;
        }

        var prefix = User.Normalize(query);
        var hidden = db.Database.SqlQuery<Guid>($"""SELECT user_id AS "Value" FROM blocked_with({me})""");
        var found = db.Users.Where(user => user.NormalizedUserName!.StartsWith(prefix) && !hidden.Contains(user.Id));
        if (page.Cursor is { Parts: [var last] })
        {
            found = found.Where(user => string.Compare(user.NormalizedUserName, last) > 0);
        }

        var people = await found.OrderBy(user => user.NormalizedUserName).Take(page.Fetch)
            .Select(user => new Person(user.Id, user.UserName!, user.DisplayName))
            .ToListAsync(cancellationToken);
        return Page.Of(people, page, person => Cursor.Write(User.Normalize(person.Username)));
    }
}

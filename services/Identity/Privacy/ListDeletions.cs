using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Identity.Privacy;

/// <summary>An account that is gone.</summary>
public sealed record Deletion(Guid UserId, DateTimeOffset DeletedAt, IReadOnlyList<Erasure> Services);

/// <param name="ErasedAt">When the service had erased the person; null while it has not confirmed.</param>
public sealed record Erasure(string Service, DateTimeOffset? ErasedAt);

internal static class ListDeletions
{
    public static async Task<Results<Ok<Page<Deletion>>, ProblemHttpResult>> ListAsync(
        PageRequest page, IdentityDbContext db, CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem.ToResult();
        }

        var (time, id) = (DateTimeOffset.MaxValue, Guid.Empty);
        if (page.Cursor is { } cursor && !cursor.TryRead(out time, out id))
        {
            return Cursor.Invalid.ToResult();
        }

        // The page is cut before the services are joined to it, of which each account has several.
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            WITH page AS (
                SELECT user_id, deleted_at FROM deletions WHERE (deleted_at, user_id) < ({time}, {id})
                ORDER BY deleted_at DESC, user_id DESC LIMIT {page.Fetch})
            SELECT page.user_id AS "UserId", page.deleted_at AS "DeletedAt", service AS "Service", erased_at AS "ErasedAt"
            FROM page JOIN erasures USING (user_id)
            ORDER BY page.deleted_at DESC, page.user_id DESC, service
            """).ToListAsync(cancellationToken);
        var deletions = rows.GroupBy(row => (row.UserId, row.DeletedAt))
            .Select(account => new Deletion(
                account.Key.UserId,
                account.Key.DeletedAt,
                [.. account.Select(row => new Erasure(row.Service, row.ErasedAt))]))
            .ToList();
        return TypedResults.Ok(Page.Of(deletions, page, deletion => Cursor.Write(deletion.DeletedAt, deletion.UserId)));
    }

    private sealed record Row(Guid UserId, DateTimeOffset DeletedAt, string Service, DateTimeOffset? ErasedAt);
}

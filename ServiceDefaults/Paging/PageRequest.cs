using System.Globalization;
using Microsoft.AspNetCore.Http;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Paging;

/// <summary>
/// <c>?cursor=&amp;limit=</c> of every list. Bind it as a handler's parameter and return <see cref="Problem"/> when it is
/// not null. Keyset only: an offset would skip or repeat rows while others are written.
/// </summary>
/// <param name="Limit">1 to 100; 50 when absent.</param>
/// <param name="Cursor">Where the last page ended; null for the first.</param>
/// <param name="Problem">Why the query cannot be answered.</param>
public readonly record struct PageRequest(int Limit, Cursor? Cursor, Problem? Problem)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 100;

    /// <summary>How many rows to read: one more than the page holds.</summary>
    public int Fetch => Limit + 1;

    public static ValueTask<PageRequest> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (limit, problem) = ReadLimit(query["limit"]);
        if (problem is not null)
        {
            return new(new PageRequest(DefaultLimit, null, problem));
        }

        var text = query["cursor"].ToString();
        if (text.Length == 0)
        {
            return new(new PageRequest(limit, null, null));
        }

        return Paging.Cursor.TryParse(text, out var cursor)
            ? new(new PageRequest(limit, cursor, null))
            : new(new PageRequest(limit, null, Paging.Cursor.Invalid));
    }

    /// <summary>Reads a limit; also for lists that are paged by sequence number.</summary>
    /// <param name="most">The largest page of a list that may have more than others.</param>
    public static (int Limit, Problem? Problem) ReadLimit(string? text, int most = MaxLimit)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (DefaultLimit, null);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? (limit, null)
            : (DefaultLimit, new Problem(400, "paging.limit_invalid", $"limit is a whole number from 1 to {most}."));
    }
}

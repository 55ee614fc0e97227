namespace OneVOne.ServiceDefaults.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">In the list's own order.</param>
/// <param name="Next">The <c>cursor</c> of the following page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Page
{
    /// <summary>
    /// Makes a page of rows that were read with <see cref="PageRequest.Fetch"/>, one more than asked for: the extra row
    /// only tells that there is more.
    /// </summary>
    public static Page<T> Of<T>(IReadOnlyList<T> fetched, PageRequest request, Func<T, string> cursorAfter) =>
        fetched.Count <= request.Limit
            ? new(fetched, null)
            : new([.. fetched.Take(request.Limit)], cursorAfter(fetched[request.Limit - 1]));
}

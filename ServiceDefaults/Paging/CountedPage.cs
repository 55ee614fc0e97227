namespace OneVOne.ServiceDefaults.Paging;

/// <summary>One page of a list that is short enough to be counted each time.</summary>
/// <param name="Items">In the list's own order.</param>
/// <param name="Next">The <c>cursor</c> of the following page; null at the end.</param>
/// <param name="Total">How many there are on all pages together at this moment.</param>
public sealed record CountedPage<T>(IReadOnlyList<T> Items, string? Next, long Total);

public static class CountedPage
{
    public static CountedPage<T> WithTotal<T>(this Page<T> page, long total) => new(page.Items, page.Next, total);
}

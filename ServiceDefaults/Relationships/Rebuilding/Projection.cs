namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

/// <summary>One of the two tables, as a rebuild sees it: what the owner calls it, and how a page of it is taken over.</summary>
/// <typeparam name="TItem">The event that carries a row's whole state, as which the owner exports it.</typeparam>
internal abstract class Projection<TItem>
{
    /// <summary>Its name at the owner.</summary>
    public abstract string Name { get; }

    /// <summary>The table, and its columns that the owner has too, in the order of the checksum.</summary>
    protected abstract (string Table, string Columns) Compared { get; }

    public string ChecksumSql =>
        $"""
        SELECT count(*), coalesce(sum(('x' || left(md5(concat_ws('|', {Compared.Columns})), 15))::bit(60)::bigint), 0)::text
        FROM {Compared.Table}
        """;

    /// <summary>
    /// Makes the rows of one stretch of keys what the page says, those aside that were written here after
    /// <paramref name="since"/> and are newer, and tells the followers of each that changed. The transaction is the caller's.
    /// </summary>
    /// <param name="services">Of the scope whose context has the transaction.</param>
    /// <param name="page">In the order of the keys.</param>
    /// <param name="previous">The last of the page before; null for the first page.</param>
    /// <param name="isLast">Nothing follows, so no key after the page's has a row.</param>
    /// <param name="since">When the rebuild began, by the database's clock.</param>
    /// <returns>How many rows changed.</returns>
    public abstract Task<int> TakeAsync(
        IServiceProvider services,
        IReadOnlyList<TItem> page,
        TItem? previous,
        bool isLast,
        DateTimeOffset since,
        CancellationToken cancellationToken);
}

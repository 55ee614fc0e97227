using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OneVOne.Chat.RateLimits;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Search;

internal static class SearchEndpoints
{
    /// <summary>Finding messages by their words.</summary>
    public static IHostApplicationBuilder AddSearch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SearchMessages>();
        return builder;
    }

    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", SearchAsync).WithTags("Search")
            .WithSummary("Find messages")
            .WithDescription(
                "In all that you may read now. q has words, which must all be there (of the last one the beginning is enough), "
                + "\"phrases\", -words that must not be there, and filters: from:name, in:conversation, has:link (mention, reply, "
                + "reaction, pin), before:2026-01-31, after:2026-01-31. Each filter is a parameter too: from and in take names "
                + "and ids. order is time (the newest first) or rank (the best of the newest 500). "
                + "400 search.empty, search.too_long, paging.cursor_invalid.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(429).ProducesProblem(503)
            .CountsAs(Counted.Searches);
        return routes;
    }

    private static async Task<Results<Ok<Page<FoundMessage>>, ProblemHttpResult>> SearchAsync(
        string? q,
        string[]? from,
        [FromQuery(Name = "in")] string[]? conversations,
        string[]? has,
        string? before,
        string? after,
        string? order,
        PageRequest page,
        CurrentUser me,
        SearchMessages search,
        CancellationToken cancellationToken)
    {
        if (page.Problem is { } problem)
        {
            return problem.ToResult();
        }

        if (order is not (null or "time" or "rank"))
        {
            return Problem.Invalid("order", "time or rank.").ToResult();
        }

        var request = new SearchRequest(
            q, from ?? [], conversations ?? [], has ?? [], before, after, order == "rank" ? SearchOrder.Rank : SearchOrder.Time);
        return (await search.ExecuteAsync(me.Id, request, page, cancellationToken)).ToOk();
    }
}

/// <summary>A search as it was asked for.</summary>
internal sealed record SearchRequest(
    string? Q, string[] From, string[] In, string[] Has, string? Before, string? After, SearchOrder Order)
{
    /// <summary>The filters that are not in the text.</summary>
    public IEnumerable<SearchToken> Filters() =>
        From.Select(value => new SearchToken("from", value))
            .Concat(In.Select(value => new SearchToken("in", value)))
            .Concat(Has.Select(value => new SearchToken("has", value)))
            .Concat(Before is null ? [] : [new SearchToken("before", Before)])
            .Concat(After is null ? [] : [new SearchToken("after", After)]);
}

internal enum SearchOrder
{
    /// <summary>The newest first.</summary>
    Time,

    /// <summary>The best first.</summary>
    Rank,
}

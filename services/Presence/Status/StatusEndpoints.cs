using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Status;

public static class StatusEndpoints
{
    /// <summary>Reading statuses, and telling of their changes.</summary>
    public static IHostApplicationBuilder AddStatuses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteCount>();
        builder.Services.AddSingleton<AnnouncementQueue>();
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.AddSingleton<ReadSummary>();
        builder.Services.AddHostedService<Announcer>();
        builder.Services.AddSingleton<StatusRefresher>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<StatusRefresher>());
        return builder;
    }

    public static RouteGroupBuilder MapStatuses(this RouteGroupBuilder routes)
    {
        routes.WithTags("Presence").ProducesProblem(StatusCodes.Status401Unauthorized);

        routes.MapGet("/", GetStatusesAsync)
            .WithSummary("How some people are")
            .WithDescription(
                $"`ids`: up to {PresenceLimits.MaxIds} user ids, separated by commas. Only those are told of whose privacy " +
                "lets the caller see it, and the caller; anyone else is `offline` with `lastSeenAt` null. Live changes come " +
                "over `/hubs/presence`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/summary", GetSummaryAsync)
            .WithSummary("Who is on the site, and how many")
            .WithDescription(
                "`online` is everyone who is not invisible. `items` are some of them whom the caller may see, friends first; " +
                $"`limit` of them at most, {PresenceLimits.SummaryItems} when absent. It is a glance: there is no next page.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }

    private static async Task<Results<Ok<StatusList>, ProblemHttpResult>> GetStatusesAsync(
        string? ids, CurrentUser me, StatusReader reader, CancellationToken cancellationToken)
    {
        if (!TryReadIds(ids, out var userIds))
        {
            return Problem.Invalid("ids", "Send user ids (UUIDs) separated by commas.").ToResult();
        }

        if (userIds.Count > PresenceLimits.MaxIds)
        {
            return Problem.Invalid("ids", $"At most {PresenceLimits.MaxIds} ids at a time.").ToResult();
        }

        // Whoever builds on this asks for a list and wants to read one: strangers are in it, as if offline.
        var visible = (await reader.ReadAsync(me.Id, userIds, cancellationToken))
            .ToDictionary(sight => sight.Status.UserId, sight => sight.Status);
        return TypedResults.Ok(new StatusList(
            [.. userIds.Distinct().Select(id => visible.GetValueOrDefault(id) ?? PersonStatus.Unknown(id))]));
    }

    private static async Task<Results<Ok<SiteSummary>, ProblemHttpResult>> GetSummaryAsync(
        string? limit, CurrentUser me, ReadSummary readSummary, CancellationToken cancellationToken)
    {
        var (most, problem) = string.IsNullOrEmpty(limit) ? (PresenceLimits.SummaryItems, null) : PageRequest.ReadLimit(limit);
        return problem is null
            ? TypedResults.Ok(await readSummary.ExecuteAsync(me.Id, most, cancellationToken))
            : problem.ToResult();
    }

    private static bool TryReadIds(string? text, out List<Guid> userIds)
    {
        userIds = [];
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Guid.TryParseExact(part, "D", out var userId))
            {
                return false;
            }

            userIds.Add(userId);
        }

        return true;
    }
}

public sealed record StatusList(IReadOnlyList<PersonStatus> Items);

using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Status;

public static class StatusEndpoints
{
    /// <summary>Reading statuses, and telling friends of their changes.</summary>
    public static IHostApplicationBuilder AddStatuses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SiteCount>();
        builder.Services.AddSingleton<AnnouncementQueue>();
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.AddSingleton<ReadStatuses>();
        builder.Services.AddHostedService<Announcer>();
        builder.Services.AddSingleton<StatusRefresher>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<StatusRefresher>());
        return builder;
    }

    public static RouteGroupBuilder MapStatuses(this RouteGroupBuilder routes)
    {
        routes.WithTags("Presence").ProducesProblem(StatusCodes.Status401Unauthorized);

        routes.MapGet("/", GetStatusesAsync)
            .WithSummary("Who of some people is online")
            .WithDescription(
                $"`ids`: up to {PresenceLimits.MaxIds} user ids, separated by commas. Only friends and the caller are told of; " +
                "anyone else is `offline` with `lastSeenAt` null. Live changes come over `/hubs/presence`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/summary", (SiteCount count) => TypedResults.Ok(count.Current))
            .WithSummary("How many people are on the site");
        return routes;
    }

    private static async Task<Results<Ok<StatusList>, ProblemHttpResult>> GetStatusesAsync(
        string? ids, CurrentUser me, ReadStatuses readStatuses, CancellationToken cancellationToken)
    {
        if (!TryReadIds(ids, out var userIds))
        {
            return Problem.Invalid("ids", "Send user ids (UUIDs) separated by commas.").ToResult();
        }

        var outcome = await readStatuses.RunAsync(me, userIds, PresenceLimits.MaxIds, "ids", cancellationToken);
        if (outcome.Problem is { } problem)
        {
            return problem.ToResult();
        }

        // Whoever builds on this asks for a list and wants to read one: strangers are in it, as if offline.
        var visible = outcome.Value.Items.ToDictionary(status => status.UserId);
        return TypedResults.Ok(new StatusList(
            [.. userIds.Distinct().Select(id => visible.GetValueOrDefault(id) ?? PersonStatus.Unknown(id))]));
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

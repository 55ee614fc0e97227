using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Presence.Games;

public static class GameEndpoints
{
    /// <summary>Showing what is played.</summary>
    public static IHostApplicationBuilder AddGames(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ShowGame>();
        return builder;
    }

    public static RouteGroupBuilder MapGames(this RouteGroupBuilder routes)
    {
        var activity = routes.MapGroup("/me/activity").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        activity.MapPut("/", PutActivityAsync)
            .WithSummary("Show what I play")
            .WithDescription(
                "For games. Whoever may see the caller's presence sees it, with `joinId` if others may join. It is shown for " +
                $"`ttl` seconds, at most and by default {PresenceLimits.MaxGameLifetime.TotalSeconds:0}: send it again before " +
                "they are over. It ends when the caller goes offline. A game that is connected to `/hubs/presence` calls " +
                "`ShowActivity` there instead, which needs no repetition.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        activity.MapDelete("/", DeleteActivityAsync)
            .WithSummary("Show no longer what I play")
            .WithDescription("Ends what `PUT` began; what a connection shows ends with `HideActivity` or with the connection.");
        return routes;
    }

    private static async Task<Results<Ok<Game>, ProblemHttpResult>> PutActivityAsync(
        PutActivity body, CurrentUser me, ShowGame showGame) =>
        (await showGame.ForAWhileAsync(me.Id, body.ToGame(), body.Ttl)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteActivityAsync(CurrentUser me, ShowGame showGame) =>
        (await showGame.EndAsync(me.Id)).Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
}

/// <summary>A <see cref="Game"/>, and for how many seconds it is shown.</summary>
public sealed record PutActivity(
    GameKind Kind,
    string Name,
    string? Details = null,
    int? PartyCurrent = null,
    int? PartySize = null,
    bool Joinable = false,
    string? JoinId = null,
    int? Ttl = null)
{
    internal Game ToGame() => new(Kind, Name, Details, PartyCurrent, PartySize, Joinable, JoinId);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Presence.Choosing;

public static class ChosenStatusEndpoints
{
    /// <summary>Choosing what one looks like.</summary>
    public static IHostApplicationBuilder AddChosenStatuses(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChooseStatus>();
        builder.Services.AddSingleton<ChosenStatusTeller>();
        builder.Services.AddHostedService<ChosenStatusSweeper>();
        return builder;
    }

    public static RouteGroupBuilder MapChosenStatuses(this RouteGroupBuilder routes)
    {
        routes.MapGet("/me", GetMeAsync).WithSummary("What I chose to look like");
        routes.MapPut("/me", PutMeAsync)
            .WithSummary("Choose what I look like")
            .WithDescription(
                "All of it at once. `auto` is what the devices tell: online, away, offline. `invisible` is offline to everyone " +
                $"else. `text` has at most {PresenceLimits.MaxText} characters, `emoji` is one; both vanish at `until`, and the " +
                "status stays. All own devices hear `OwnStatusChanged`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }

    private static async Task<Ok<OwnStatus>> GetMeAsync(
        CurrentUser me, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ChosenStatusTable.ReadAsync(database, me.Id, cancellationToken));

    private static async Task<Results<Ok<OwnStatus>, ProblemHttpResult>> PutMeAsync(
        PutStatus body, CurrentUser me, ChooseStatus chooseStatus, CancellationToken cancellationToken) =>
        (await chooseStatus.ExecuteAsync(me.Id, new(body.Status, body.Text, body.Emoji, body.Until), cancellationToken)).ToOk();
}

public sealed record PutStatus(
    ChosenStatus Status, string? Text = null, string? Emoji = null, DateTimeOffset? Until = null);

using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Scheduled;

internal static class ScheduledEndpoints
{
    /// <summary>Messages that are sent later.</summary>
    public static IHostApplicationBuilder AddScheduled(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ScheduledOptions>().BindConfiguration("Chat:Scheduled")
            .Validate(options => options.IsUsable, "Chat:Scheduled: times must be positive, and a claim longer than the interval.")
            .ValidateOnStart();
        builder.Services.AddSingleton<ScheduleMessage>();
        builder.Services.AddSingleton<ChangeScheduled>();
        builder.Services.AddHostedService<SendScheduled>();
        return builder;
    }

    public static IEndpointRouteBuilder MapScheduled(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/scheduled").WithTags("Scheduled messages").ProducesProblem(401).ProducesProblem(503);
        group.MapGet("", ListAsync)
            .WithSummary("Your messages that are still to be sent")
            .WithDescription("By their time. Those that were refused at it stay, with state failed and the code.")
            .ProducesProblem(400);
        group.MapPost("", ScheduleAsync)
            .WithSummary("Send a message later")
            .WithDescription(
                "From ten seconds from now, within a year; 200 when this clientMessageId was scheduled before. It is sent as you would "
                + "send it then. 400 message.empty or message.too_long, 404 conversation.not_found, 409 scheduled.too_many, "
                + "422 message.id_reused.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        group.MapPatch("/{id:guid}", ChangeAsync)
            .WithSummary("Change text or time")
            .WithDescription(
                "A new sendAt lets what was refused be tried again. 404 scheduled.not_found, 409 scheduled.being_sent.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Do not send it")
            .WithDescription("404 scheduled.not_found, 409 scheduled.being_sent.")
            .ProducesProblem(404).ProducesProblem(409);
        return routes;
    }

    private static async Task<Results<Ok<Page<ScheduledMessage>>, ProblemHttpResult>> ListAsync(
        PageRequest page, CurrentUser me, ChangeScheduled scheduled, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await scheduled.ListAsync(me.Id, page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<ScheduledMessage>, Created<ScheduledMessage>, ProblemHttpResult>> ScheduleAsync(
        NewScheduledMessage body, CurrentUser me, ScheduleMessage schedule, CancellationToken cancellationToken)
    {
        var outcome = await schedule.ExecuteAsync(me, body, cancellationToken);
        if (outcome.Problem is { } problem)
        {
            return problem.ToResult();
        }

        return outcome.Value.IsNew
            ? TypedResults.Created((string?)null, outcome.Value.Message)
            : TypedResults.Ok(outcome.Value.Message);
    }

    private static async Task<Results<Ok<ScheduledMessage>, ProblemHttpResult>> ChangeAsync(
        Guid id, ScheduledMessageChange body, CurrentUser me, ChangeScheduled scheduled, CancellationToken cancellationToken) =>
        (await scheduled.ChangeAsync(me.Id, id, body, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id, CurrentUser me, ChangeScheduled scheduled, CancellationToken cancellationToken) =>
        (await scheduled.DeleteAsync(me.Id, id, cancellationToken)).Problem is { } problem
            ? problem.ToResult()
            : TypedResults.NoContent();
}

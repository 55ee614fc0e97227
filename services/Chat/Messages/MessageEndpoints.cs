using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneVOne.Chat.People;
using OneVOne.Chat.RateLimits;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Messages;

internal static class MessageEndpoints
{
    public static IHostApplicationBuilder AddMessages(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MessageOptions>().BindConfiguration("Chat:Messages")
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OnlinePeople>();
        services.AddSingleton<WhoIsHere>();
        services.AddSingleton<SendMessage>();
        services.AddSingleton<ReadEvents>();
        services.AddSingleton<ReadHistory>();
        services.AddSingleton<ConversationActs>();
        services.AddSingleton<MessageLog>();
        services.AddHostedService<DurableCommits>();
        // The broadcast before the writer: hosted services stop in reverse, and the last batch is told too.
        services.AddSingleton<EventBroadcast>();
        services.AddHostedService(provider => provider.GetRequiredService<EventBroadcast>());
        services.AddSingleton<MessageWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<MessageWriter>());
        return builder;
    }

    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/conversations/{id:guid}").WithTags("Messages")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        group.MapGet("/messages", ListAsync)
            .WithSummary("The history")
            .WithDescription(
                "The latest messages, or those before or after a number, ascending; or those on both sides of one (around), which "
                + "tells hasBefore and hasAfter too. 404 conversation.not_found.");
        group.MapPost("/messages", SendAsync)
            .WithSummary("Write a message")
            .WithDescription(
                "201 when it is written, 200 with duplicate when an earlier one of this clientMessageId had written it. "
                + "400 message.empty or message.too_long, 403 direct.not_allowed, 404 conversation.not_found, "
                + "404 message.reply_not_found, 422 message.id_reused, 429 rate.limited or slow_mode.")
            .ProducesProblem(403).ProducesProblem(422).ProducesProblem(429)
            .CountsAs(Counted.Elsewhere);
        group.MapGet("/events", ListEventsAsync)
            .WithSummary("What happened after a number")
            .WithDescription(
                "For a client that missed something: ask again with the last number while hasMore. limit may be 1000 here. "
                + "404 conversation.not_found.");
        return routes;
    }

    private static async Task<Results<Ok<MessagePage>, ProblemHttpResult>> ListAsync(
        Guid id,
        long? before,
        long? after,
        long? around,
        string? limit,
        CurrentUser me,
        ReadHistory history,
        CancellationToken cancellationToken)
    {
        var (rows, problem) = PageRequest.ReadLimit(limit);
        return problem is not null
            ? problem.ToResult()
            : (await history.MessagesAsync(me.Id, id, new Stretch(before, after, around), rows, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<EventPage>, ProblemHttpResult>> ListEventsAsync(
        Guid id,
        long? after,
        string? limit,
        CurrentUser me,
        ReadHistory history,
        IOptions<MessageOptions> options,
        CancellationToken cancellationToken)
    {
        var (rows, problem) = PageRequest.ReadLimit(limit, options.Value.EventsPerPage);
        return problem is not null
            ? problem.ToResult()
            : (await history.EventsAsync(me.Id, id, after ?? 0, rows, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<SentMessage>, Created<SentMessage>, ProblemHttpResult>> SendAsync(
        Guid id, NewMessage body, Caller caller, SendMessage send, CancellationToken cancellationToken)
    {
        var outcome = await send.ExecuteAsync(caller, id, body, cancellationToken);
        if (outcome.Problem is { } problem)
        {
            return problem.ToResult();
        }

        return outcome.Value.Duplicate
            ? TypedResults.Ok(outcome.Value)
            : TypedResults.Created((string?)null, outcome.Value);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Reactions;

internal static class ReactionEndpoints
{
    public static IHostApplicationBuilder AddReactions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReactToMessage>();
        builder.Services.AddSingleton<ListReactions>();
        return builder;
    }

    public static IEndpointRouteBuilder MapReactions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/messages/{id:guid}/reactions/{emoji}").WithTags("Reactions")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        group.MapPut("", AddAsync)
            .WithSummary("React")
            .WithDescription(
                "With one emoji, or :name: of the conversation's own; again is no other. The message as everyone sees it then. "
                + $"At most {ChatLimits.ReactionKinds} kinds on a message, {ChatLimits.ReactionKindsPerPerson} of one person. "
                + "403 reaction.not_allowed or direct.not_allowed, 404 message.not_found or emoji.not_found, "
                + "409 reaction.too_many or message.deleted.")
            .ProducesProblem(403).ProducesProblem(409);
        group.MapDelete("", RemoveAsync)
            .WithSummary("Take a reaction back")
            .WithDescription(
                "The message as everyone sees it then, also when there was none. 404 message.not_found, 409 message.deleted.")
            .ProducesProblem(409);
        group.MapGet("", ListAsync)
            .WithSummary("Who reacted so")
            .WithDescription("The first one first. 404 message.not_found.");
        return routes;
    }

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> AddAsync(
        Guid id, string emoji, CurrentUser me, ReactToMessage react, CancellationToken cancellationToken) =>
        (await react.ExecuteAsync(me, id, emoji, on: true, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> RemoveAsync(
        Guid id, string emoji, CurrentUser me, ReactToMessage react, CancellationToken cancellationToken) =>
        (await react.ExecuteAsync(me, id, emoji, on: false, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Page<PersonReacted>>, ProblemHttpResult>> ListAsync(
        Guid id, string emoji, PageRequest page, CurrentUser me, ListReactions reactions, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await reactions.ExecuteAsync(me.Id, id, emoji, page, cancellationToken)).ToOk();
}

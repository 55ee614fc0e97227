using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Drafts;

internal static class DraftEndpoints
{
    /// <summary>What people have begun to write.</summary>
    public static IHostApplicationBuilder AddDrafts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SaveDraft>();
        return builder;
    }

    public static IEndpointRouteBuilder MapDrafts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Drafts").ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/drafts", ListAsync)
            .WithSummary("Your drafts")
            .WithDescription("The latest first, of the conversations that are yours.");
        group.MapPut("/conversations/{id:guid}/draft", SaveAsync)
            .WithSummary("Keep what you have begun to write")
            .WithDescription(
                "Your other devices hear Draft; the highest version is the newest. An empty body deletes it. "
                + "400 message.too_long, 404 conversation.not_found.")
            .ProducesProblem(404);
        group.MapDelete("/conversations/{id:guid}/draft", DeleteAsync)
            .WithSummary("Forget a draft")
            .WithDescription("As when it was sent. Also 204 when there was none.");
        return routes;
    }

    private static async Task<Results<Ok<Page<Draft>>, ProblemHttpResult>> ListAsync(
        PageRequest page, CurrentUser me, SaveDraft drafts, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await drafts.ListAsync(me.Id, page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Draft>, ProblemHttpResult>> SaveAsync(
        Guid id, DraftText body, CurrentUser me, SaveDraft drafts, CancellationToken cancellationToken) =>
        (await drafts.SaveAsync(me.Id, id, body, cancellationToken)).ToOk();

    private static async Task<NoContent> DeleteAsync(
        Guid id, CurrentUser me, SaveDraft drafts, CancellationToken cancellationToken)
    {
        await drafts.DeleteAsync(me.Id, id, cancellationToken);
        return TypedResults.NoContent();
    }
}

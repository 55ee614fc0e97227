using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Receipts;

internal static class ReceiptEndpoints
{
    public static IHostApplicationBuilder AddReceipts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ReceiptOptions>().BindConfiguration("Chat:Receipts")
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ReadReceipts>();
        builder.Services.AddSingleton<ReceiptSettings>();
        builder.Services.AddSingleton<TellReceipts>();
        return builder;
    }

    public static IEndpointRouteBuilder MapReceipts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Read receipts").ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/conversations/{id:guid}/reads", ListAsync)
            .WithSummary("Who has read up to where")
            .WithDescription(
                "Of direct conversations and small rooms. Leaves out who shows no receipts and people with whom there is a block; "
                + "empty for who shows none. 404 conversation.not_found, 409 reads.too_many_members.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        group.MapGet("/settings", FindAsync)
            .WithSummary("What you chose for all your devices")
            .WithDescription("Whether others see how far you have read, and you how far they have: on unless turned off.");
        group.MapPut("/settings", KeepAsync)
            .WithSummary("Choose for all your devices")
            .WithDescription("Turned off, read receipts are neither shown to others nor to you.")
            .ProducesProblem(400);
        return routes;
    }

    private static async Task<Results<Ok<Page<MemberRead>>, ProblemHttpResult>> ListAsync(
        Guid id, PageRequest page, CurrentUser me, ReadReceipts reads, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await reads.ListAsync(me.Id, id, page, cancellationToken)).ToOk();

    private static async Task<Ok<PersonSettings>> FindAsync(
        CurrentUser me, ReceiptSettings settings, CancellationToken cancellationToken) =>
        TypedResults.Ok(await settings.FindAsync(me.Id, cancellationToken));

    private static async Task<Ok<PersonSettings>> KeepAsync(
        PersonSettings body, CurrentUser me, ReceiptSettings settings, CancellationToken cancellationToken) =>
        TypedResults.Ok(await settings.KeepAsync(me.Id, body, cancellationToken));
}

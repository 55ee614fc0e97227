using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Chat.Pins;

internal static class PinEndpoints
{
    public static IHostApplicationBuilder AddPins(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PinMessage>();
        builder.Services.AddSingleton<ListPins>();
        return builder;
    }

    public static IEndpointRouteBuilder MapPins(this IEndpointRouteBuilder routes)
    {
        var pin = routes.MapGroup("/messages/{id:guid}/pin").WithTags("Pins")
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        pin.MapPut("", PinAsync)
            .WithSummary("Pin a message")
            .WithDescription(
                $"Either of two in their conversation, else who keeps order; at most {ChatLimits.PinsPerConversation}. The message as "
                + "everyone sees it then. 403 pin.not_allowed or direct.not_allowed, 404 message.not_found, "
                + "409 pin.too_many or message.deleted.");
        pin.MapDelete("", UnpinAsync)
            .WithSummary("Take a pinned message down")
            .WithDescription(
                "The message as everyone sees it then, also when it was not pinned. 403 pin.not_allowed or "
                + "direct.not_allowed, 404 message.not_found.");
        routes.MapGet("/conversations/{id:guid}/pins", ListAsync).WithTags("Pins")
            .WithSummary("What is pinned")
            .WithDescription("The newest pin first. 404 conversation.not_found.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        return routes;
    }

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> PinAsync(
        Guid id, CurrentUser me, PinMessage pin, CancellationToken cancellationToken) =>
        (await pin.ExecuteAsync(me, id, on: true, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> UnpinAsync(
        Guid id, CurrentUser me, PinMessage pin, CancellationToken cancellationToken) =>
        (await pin.ExecuteAsync(me, id, on: false, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Page<Message>>, ProblemHttpResult>> ListAsync(
        Guid id, PageRequest page, CurrentUser me, ListPins pins, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await pins.ExecuteAsync(me.Id, id, page, cancellationToken)).ToOk();
}

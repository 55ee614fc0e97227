using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Chat.Conversations;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.Inbox;

/// <summary>What a person does with their own list: pin, archive, mute, answer requests, and how much is unread in it.</summary>
internal static class InboxEndpoints
{
    public static IHostApplicationBuilder AddInbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeMine>();
        builder.Services.AddSingleton<AnswerRequest>();
        builder.Services.AddSingleton<CountUnread>();
        return builder;
    }

    public static IEndpointRouteBuilder MapInbox(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Inbox").ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/unread", CountAsync)
            .WithSummary("How much is unread")
            .WithDescription("In the inbox: what is muted, archived or a request does not count.");

        var conversation = group.MapGroup("/conversations/{id:guid}").ProducesProblem(404);
        conversation.MapPut("/mine", ChangeMineAsync)
            .WithSummary("Pin, archive or mute a conversation")
            .WithDescription(
                "For yourself, on all your devices. What is absent stays; mutedUntil null unmutes. What happens in an archived "
                + "conversation brings it back, unless it is muted. 404 conversation.not_found.")
            .ProducesProblem(400);
        conversation.MapPost("/request/accept", AcceptAsync)
            .WithSummary("Take a message request")
            .WithDescription(
                "From then on both may write. Also when it was taken already, and when it was ignored. "
                + "404 conversation.not_found, 409 request.own.")
            .ProducesProblem(409);
        conversation.MapPost("/request/ignore", IgnoreAsync)
            .WithSummary("Put a message request out of sight")
            .WithDescription(
                "It is listed nowhere and tells of nothing more; who asked is not told. "
                + "404 conversation.not_found, 409 request.own or request.answered.")
            .ProducesProblem(409);
        return routes;
    }

    private static async Task<Ok<UnreadTotals>> CountAsync(
        CurrentUser me, CountUnread count, CancellationToken cancellationToken) =>
        TypedResults.Ok(await count.ExecuteAsync(me.Id, cancellationToken));

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> ChangeMineAsync(
        Guid id, MineChange body, CurrentUser me, ChangeMine change, CancellationToken cancellationToken) =>
        (await change.ExecuteAsync(me.Id, id, body, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> AcceptAsync(
        Guid id, CurrentUser me, AnswerRequest answer, CancellationToken cancellationToken) =>
        (await answer.AcceptAsync(me.Id, id, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> IgnoreAsync(
        Guid id, CurrentUser me, AnswerRequest answer, CancellationToken cancellationToken) =>
        (await answer.IgnoreAsync(me.Id, id, cancellationToken)).ToOk();
}

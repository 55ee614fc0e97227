using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Chat.Data;
using OneVOne.Chat.People;
using OneVOne.Chat.RateLimits;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Conversations;

internal static class ConversationEndpoints
{
    public static IHostApplicationBuilder AddConversations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReadingDatabase>();
        builder.Services.AddSingleton<ReadConversations>();
        builder.Services.AddSingleton<ConversationAccess>();
        builder.Services.AddSingleton<OpenDirect>();
        builder.Services.AddSingleton<MoveReadMark>();
        builder.Services.AddSingleton<MarkRead>();
        builder.Services.AddSingleton<MarkUnread>();
        builder.Services.AddSingleton<SyncConversations>();
        return builder;
    }

    public static IEndpointRouteBuilder MapConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Conversations").ProducesProblem(401).ProducesProblem(503);
        group.MapGet("/conversations", ListAsync)
            .WithSummary("Your conversations")
            .WithDescription(
                "The public room, your rooms and direct conversations, the pinned ones first, then by the latest activity, with "
                + "last message, unread and mentions. filter is inbox (the default), archived, requests or all.")
            .ProducesProblem(400);
        group.MapGet("/conversations/{id:guid}", FindAsync)
            .WithSummary("One conversation")
            .WithDescription("404 conversation.not_found also for a conversation of others.")
            .ProducesProblem(404);
        group.MapPut("/direct/{userId:guid}", OpenDirectAsync)
            .WithSummary("The direct conversation with someone")
            .WithDescription(
                "Finds it, or makes it where the other takes messages from you (201); exactly one for a pair. To a stranger it "
                + "begins as a message request; who opens what the other asked for takes it. "
                + "400 direct.with_self, 403 direct.not_allowed, 404 user.not_found.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404)
            .CountsAs(Counted.Openings);
        group.MapPut("/conversations/{id:guid}/read", MarkReadAsync)
            .WithSummary("Mark as read")
            .WithDescription(
                "Up to and including a number; the highest wins. 400 read.beyond_head, 404 conversation.not_found.")
            .ProducesProblem(400).ProducesProblem(404)
            .CountsAs(Counted.Elsewhere);
        group.MapPut("/conversations/{id:guid}/unread", MarkUnreadAsync)
            .WithSummary("Mark as unread")
            .WithDescription(
                "A message and those after it, for yourself only: the read mark goes back to before it, never forward. "
                + "400 read.beyond_head, 404 conversation.not_found.")
            .ProducesProblem(400).ProducesProblem(404)
            .CountsAs(Counted.Elsewhere);
        return routes;
    }

    private static async Task<Results<Ok<Page<Conversation>>, ProblemHttpResult>> ListAsync(
        string? filter,
        PageRequest page,
        CurrentUser me,
        ReadConversations conversations,
        CancellationToken cancellationToken)
    {
        var which = ConversationFilter.Inbox;
        if (filter is not null && (!Enum.TryParse(filter, ignoreCase: true, out which) || char.IsAsciiDigit(filter[0])))
        {
            return Problem.Invalid("filter", "inbox, archived, requests or all.").ToResult();
        }

        return page.Problem is { } problem
            ? problem.ToResult()
            : (await conversations.ListAsync(me.Id, which, page, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<Conversation>, ProblemHttpResult>> FindAsync(
        Guid id, CurrentUser me, ReadConversations conversations, CancellationToken cancellationToken) =>
        (await conversations.FindAsync(me.Id, id, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Conversation>, Created<Conversation>, ProblemHttpResult>> OpenDirectAsync(
        Guid userId, Caller caller, OpenDirect openDirect, CancellationToken cancellationToken)
    {
        var outcome = await openDirect.ExecuteAsync(caller, userId, cancellationToken);
        if (outcome.Problem is { } problem)
        {
            return problem.ToResult();
        }

        var (conversation, isNew) = outcome.Value;
        return isNew
            ? TypedResults.Created($"/api/chat/conversations/{conversation.Id}", conversation)
            : TypedResults.Ok(conversation);
    }

    private static async Task<Results<Ok<ReadMark>, ProblemHttpResult>> MarkReadAsync(
        Guid id, ReadUpTo body, CurrentUser me, MarkRead markRead, CancellationToken cancellationToken) =>
        (await markRead.ExecuteAsync(me.Id, id, body.Seq, cancellationToken)).ToOk();

    private static async Task<Results<Ok<ReadMark>, ProblemHttpResult>> MarkUnreadAsync(
        Guid id, UnreadFrom body, CurrentUser me, MarkUnread markUnread, CancellationToken cancellationToken) =>
        (await markUnread.ExecuteAsync(me.Id, id, body.Seq, cancellationToken)).ToOk();

    /// <param name="Seq">The number of the last event that was seen.</param>
    internal sealed record ReadUpTo(long Seq);

    /// <param name="Seq">The number of the first message that is to be unread again.</param>
    internal sealed record UnreadFrom(long Seq);
}

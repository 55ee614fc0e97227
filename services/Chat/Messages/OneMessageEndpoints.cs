using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OneVOne.Chat.People;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>Another text of a message.</summary>
public sealed record NewText(string Body);

/// <summary>What is done with a message that is there.</summary>
internal static class OneMessageEndpoints
{
    private static readonly Problem BadVersion =
        Problem.Malformed("If-Match is the version of the message that you have seen, in quotes, such as \"7\".");

    public static IHostApplicationBuilder AddOneMessage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ReadMessage>();
        services.AddSingleton<ReadThread>();
        services.AddSingleton<ChangeMessage>();
        services.AddSingleton<EditMessage>();
        services.AddSingleton<DeleteMessage>();
        services.AddSingleton<HideMessage>();
        services.AddSingleton<ForwardMessage>();
        return builder;
    }

    public static IEndpointRouteBuilder MapOneMessage(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/messages/{id:guid}").WithTags("Messages")
            .ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        group.MapGet("", FindAsync)
            .WithSummary("One message")
            .WithDescription("404 message.not_found also for a message of others.");
        group.MapPatch("", EditAsync)
            .WithSummary("Edit a message of your own")
            .WithDescription(
                "With If-Match: \"version\" only if the text is still the one of that version. The message as everyone sees it then; "
                + "the former text becomes a revision. 400 message.empty or message.too_long; 403 message.not_yours, "
                + "message.edit_too_late, direct.not_allowed; 404 message.not_found; 409 message.deleted, message.forwarded, "
                + "message.too_many_edits; 412 message.changed.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(412);
        group.MapDelete("", DeleteAsync)
            .WithSummary("Delete a message")
            .WithDescription(
                "For everyone: its author, or who keeps order where it was written; it keeps its number and loses all that it said. With "
                + "for=me for yourself alone. 204, also when it was deleted already. 403 message.not_yours, 404 message.not_found.")
            .ProducesProblem(400).ProducesProblem(403);
        group.MapGet("/revisions", ListRevisionsAsync)
            .WithSummary("The texts before the present one")
            .WithDescription("The oldest first; none once it is deleted. 404 message.not_found.")
            .ProducesProblem(400);
        group.MapGet("/thread", ReadThreadAsync)
            .WithSummary("A chain of replies on its own")
            .WithDescription(
                "Of whichever message of it: what it began with, and the latest replies or those before or after a number, ascending. "
                + "404 message.not_found.")
            .ProducesProblem(400);
        group.MapPost("/forward", ForwardAsync)
            .WithSummary("Forward a message")
            .WithDescription(
                "Copies it to where you may write; data.forwarded tells whose words they are. 201 when it is written, 200 with duplicate "
                + "when it was before. Refusals as of sending, and 404 message.not_found.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(422).ProducesProblem(429);
        return routes;
    }

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> FindAsync(
        Guid id, CurrentUser me, ReadMessage messages, CancellationToken cancellationToken) =>
        (await messages.FindAsync(me.Id, id, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Message>, ProblemHttpResult>> EditAsync(
        Guid id,
        NewText body,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentUser me,
        EditMessage edit,
        CancellationToken cancellationToken) =>
        TryReadVersion(ifMatch, out var version)
            ? (await edit.ExecuteAsync(me, id, body.Body, version, cancellationToken)).ToOk()
            : BadVersion.ToResult();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        [FromQuery(Name = "for")] string? whom,
        CurrentUser me,
        DeleteMessage delete,
        HideMessage hide,
        CancellationToken cancellationToken)
    {
        Outcome<Done> outcome = whom switch
        {
            null or "everyone" => await delete.ExecuteAsync(me, id, cancellationToken),
            "me" => await hide.ExecuteAsync(me, id, cancellationToken),
            _ => Problem.Invalid("for", "me or everyone."),
        };
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<Revision>>, ProblemHttpResult>> ListRevisionsAsync(
        Guid id, PageRequest page, CurrentUser me, ReadMessage messages, CancellationToken cancellationToken) =>
        page.Problem is { } problem
            ? problem.ToResult()
            : (await messages.RevisionsAsync(me.Id, id, page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<ThreadPage>, ProblemHttpResult>> ReadThreadAsync(
        Guid id,
        long? before,
        long? after,
        string? limit,
        CurrentUser me,
        ReadThread thread,
        CancellationToken cancellationToken)
    {
        var (rows, problem) = PageRequest.ReadLimit(limit);
        return problem is not null
            ? problem.ToResult()
            : (await thread.ExecuteAsync(me.Id, id, before, after, rows, cancellationToken)).ToOk();
    }

    private static async Task<Results<Ok<SentMessage>, Created<SentMessage>, ProblemHttpResult>> ForwardAsync(
        Guid id, ForwardTo body, Caller caller, ForwardMessage forward, CancellationToken cancellationToken)
    {
        var outcome = await forward.ExecuteAsync(caller, id, body, cancellationToken);
        if (outcome.Problem is { } problem)
        {
            return problem.ToResult();
        }

        return outcome.Value.Duplicate
            ? TypedResults.Ok(outcome.Value)
            : TypedResults.Created((string?)null, outcome.Value);
    }

    /// <summary>Nothing, or * for any, sets no condition.</summary>
    private static bool TryReadVersion(string? ifMatch, out long? version)
    {
        version = null;
        if (ifMatch is null or "*")
        {
            return true;
        }

        if (ifMatch is ['"', .. var text, '"']
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            version = number;
            return true;
        }

        return false;
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Email;

internal static class EmailEndpoints
{
    public static void MapEmail(this IEndpointRouteBuilder routes)
    {
        var email = routes.MapGroup("/email").WithTags("E-mail").ProducesProblem(400).ProducesProblem(429);

        email.MapPost("/verify", VerifyAsync).AllowAnonymous()
            .WithSummary("Confirm an address by the token of the mail that went to it.")
            .WithDescription(
                "400 account.token_invalid; 409 account.email_taken when the address became another account's meanwhile. "
                + "Access tokens say so from their next refresh on.")
            .ProducesProblem(409);

        email.MapPost("/resend", ResendAsync)
            .WithSummary("Send the mail that asks for confirmation once more.")
            .WithDescription("204 also when nothing waits for confirmation. The earlier link is good no more.")
            .ProducesProblem(401);

        email.MapPost("/change", ChangeAsync).RequireReauthentication()
            .WithSummary("Take another address, once it is confirmed by the link of the mail that goes to it.")
            .WithDescription(
                "Until then the old one stays, and pendingEmail tells of the other. 409 account.is_guest. The old address, if "
                + "it was confirmed, is told of the change and can take it back for seven days.")
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(409);

        email.MapPost("/undo", UndoAsync).AllowAnonymous()
            .WithSummary("Take a change of the address back, by the token of the mail that went to the old one.")
            .WithDescription(
                "Ends all sessions and the password; a mail to the old address lets its holder set a new one. "
                + "400 account.token_invalid; 409 account.email_taken when another account has the old address by now.")
            .ProducesProblem(409);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyAsync(
        EmailLink body, EmailConfirming confirming, Tries tries, CancellationToken cancellationToken) =>
        Answer(await tries.OpenLinkAsync(cancellationToken) ?? await confirming.ConfirmAsync(body, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> UndoAsync(
        EmailLink body, EmailUndoing undoing, Tries tries, CancellationToken cancellationToken) =>
        Answer(await tries.OpenLinkAsync(cancellationToken) ?? await undoing.UndoAsync(body, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ResendAsync(
        CurrentUser me, EmailAsking asking, CancellationToken cancellationToken) =>
        Answer(await asking.AgainAsync(me, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        ChangeEmail body, CurrentUser me, EmailAsking asking, CancellationToken cancellationToken) =>
        Answer(await asking.ChangeAsync(me, body, cancellationToken));

    private static Results<NoContent, ProblemHttpResult> Answer(Problem? problem) =>
        problem is null ? TypedResults.NoContent() : problem.ToResult();
}

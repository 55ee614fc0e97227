using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Throttling;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passwords;

internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder routes)
    {
        var password = routes.MapGroup("/password").WithTags("Passwords").AddEndpointFilter(NoStore.FilterAsync)
            .ProducesProblem(400).ProducesProblem(429);

        password.MapPost("/forgot", ForgotAsync).AllowAnonymous()
            .WithSummary("Mail a link that sets a new password.")
            .WithDescription("204 always, whether or not there is such an account; 429 rate.limited with Retry-After.");

        password.MapPost("/reset", ResetAsync).AllowAnonymous()
            .WithSummary("Set a new password by the token of the mail.")
            .WithDescription(
                "Once, within an hour. Ends all sessions and confirms the address; log in afterwards. 400 account.token_invalid; "
                + "400 request.invalid with errors.password, which leaves the link good.");

        password.MapPost("/change", ChangeAsync)
            .WithSummary("Change the own password.")
            .WithDescription(
                "Ends all other sessions. 400 request.invalid with errors.currentPassword or errors.newPassword; "
                + "409 password.changed_meanwhile.")
            .ProducesProblem(401).ProducesProblem(409);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ForgotAsync(
        ForgotPassword body, IdentityDbContext db, Tries tries, CancellationToken cancellationToken) =>
        Answer(await ForgottenPasswords.NoteAsync(body, db, tries, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ResetAsync(
        ResetPassword body, PasswordResetting resetting, Tries tries, CancellationToken cancellationToken) =>
        Answer(await tries.OpenLinkAsync(cancellationToken) ?? await resetting.ResetAsync(body, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        ChangePassword body, CurrentUser me, PasswordChanging changing, CancellationToken cancellationToken) =>
        Answer(await changing.ChangeAsync(me, body, cancellationToken));

    private static Results<NoContent, ProblemHttpResult> Answer(Problem? problem) =>
        problem is null ? TypedResults.NoContent() : problem.ToResult();
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").WithTags("Accounts").AddEndpointFilter(NoStore.FilterAsync);

        accounts.MapPost("/register", RegisterAsync).AllowAnonymous()
            .WithSummary("Make an account and log in.")
            .WithDescription(
                "409 account.username_taken, account.email_taken; 400 request.invalid with errors of each field; "
                + "429 rate.limited with Retry-After while too many passwords are being hashed.")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(429);

        accounts.MapGet("/me", GetMeAsync)
            .WithSummary("The own account.")
            .ProducesProblem(401);
    }

    private static async Task<Results<Created<IssuedSession>, ProblemHttpResult>> RegisterAsync(
        RegisterAccount body, AccountRegistration registration, CancellationToken cancellationToken)
    {
        var outcome = await registration.RegisterAsync(body, cancellationToken);
        return outcome.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Created($"/api/identity/users/{outcome.Value.User.Id}", outcome.Value);
    }

    private static async Task<Results<Ok<OwnProfile>, ProblemHttpResult>> GetMeAsync(
        CurrentUser me, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == me.Id, cancellationToken) is { } user
            ? TypedResults.Ok(OwnProfile.Of(user))
            // A right token of an account that is gone, as after a restore of an older backup.
            : new Problem(401, "auth.token_invalid", "The account of this token is gone; log in again.").ToResult();
}

using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Sessions;

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
    }

    private static async Task<Results<Created<IssuedSession>, ProblemHttpResult>> RegisterAsync(
        RegisterAccount body, AccountRegistration registration, HttpContext http, CancellationToken cancellationToken)
    {
        var outcome = await registration.RegisterAsync(body, cancellationToken);
        return outcome.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Created($"/api/identity/users/{outcome.Value.User.Id}", outcome.Value.HandOver(body.RefreshTokenIn, http));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
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
                + "429 rate.limited with Retry-After for too many from one address, and while too many passwords are being hashed.")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(429);

        accounts.MapPost("/guests", MakeGuestAsync).AllowAnonymous()
            .WithSummary("Make a guest account and log in: no address, no password, a name that is drawn.")
            .WithDescription(
                "The session is the only way into it. 400 request.invalid with errors.displayName; 429 rate.limited with Retry-After.")
            .ProducesProblem(400).ProducesProblem(429);

        accounts.MapPost("/me/upgrade", UpgradeAsync)
            .WithSummary("Make a full account of the own guest account; the id and the session stay.")
            .WithDescription(
                "409 account.not_a_guest, account.username_taken, account.email_taken; 400 request.invalid with errors of each "
                + "field; 429 rate.limited with Retry-After. Refresh for a token with the new name.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(409).ProducesProblem(429);
    }

    private static async Task<Results<Created<IssuedSession>, ProblemHttpResult>> RegisterAsync(
        RegisterAccount body, AccountRegistration registration, HttpContext http, CancellationToken cancellationToken) =>
        ToCreated(await registration.RegisterAsync(body, cancellationToken), body.RefreshTokenIn, http);

    private static async Task<Results<Created<IssuedSession>, ProblemHttpResult>> MakeGuestAsync(
        MakeGuest body, GuestAccounts guests, HttpContext http, CancellationToken cancellationToken) =>
        ToCreated(await guests.MakeAsync(body, cancellationToken), body.RefreshTokenIn, http);

    private static Results<Created<IssuedSession>, ProblemHttpResult> ToCreated(
        Outcome<IssuedSession> outcome, RefreshTokenIn where, HttpContext http) =>
        outcome.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Created($"/api/identity/users/{outcome.Value.User.Id}", outcome.Value.HandOver(where, http));

    private static async Task<Results<Ok<OwnProfile>, ProblemHttpResult>> UpgradeAsync(
        RegisterAccount body, CurrentUser me, GuestUpgrading upgrading, CancellationToken cancellationToken) =>
        (await upgrading.UpgradeAsync(me, body, cancellationToken)).ToOk();
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

internal static class PasskeyEndpoints
{
    private const string States = "400 passkey.state_invalid when the try was answered before or is older than 5 minutes. ";

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        var passkeys = routes.MapGroup("").WithTags("Passkeys").AddEndpointFilter(NoStore.FilterAsync).ProducesProblem(401);

        passkeys.MapGet("/passkeys", (CurrentUser me, ManagingPasskeys managing, CancellationToken cancellationToken) =>
                managing.ListAsync(me, cancellationToken))
            .WithSummary("The own passkeys.");

        passkeys.MapPost("/passkeys/options", MakeOptionsAsync).RequireReauthentication()
            .WithSummary("Options to make a passkey with, and the state to send back with it.")
            .WithDescription("403 reauthentication.required.")
            .ProducesProblem(403);

        passkeys.MapPost("/passkeys", AddAsync)
            .WithSummary("Add a passkey.")
            .WithDescription(
                "Ends all other sessions. 400 passkey.invalid; " + States + "409 passkey.too_many beyond 20, passkey.already_added.")
            .ProducesProblem(400).ProducesProblem(409);

        passkeys.MapPatch("/passkeys/{id:guid}", RenameAsync)
            .WithSummary("Rename a passkey.")
            .ProducesProblem(400).ProducesProblem(404);

        passkeys.MapDelete("/passkeys/{id:guid}", RemoveAsync).RequireReauthentication()
            .WithSummary("Remove a passkey.")
            .WithDescription("Ends all other sessions. 403 reauthentication.required; 404 passkey.not_found.")
            .ProducesProblem(403).ProducesProblem(404);

        passkeys.MapPost("/passkeys/login/options", (PasskeyCheck check) =>
                check.MakeOptionsAsync(PasskeyStates.LoggingIn, null, null)).AllowAnonymous()
            .WithSummary("Options to log in with a passkey, whosever it is.");

        passkeys.MapPost("/passkeys/login", LogInAsync).AllowAnonymous()
            .WithSummary("Log in with a passkey; no password and no code is asked for.")
            .WithDescription("401 login.failed; 403 account.suspended; " + States)
            .ProducesProblem(400).ProducesProblem(403);

        passkeys.MapPost("/reauthenticate/passkey/options", MakeReauthenticationOptionsAsync)
            .WithSummary("Options to show by a passkey who you are.");

        passkeys.MapPost("/reauthenticate/passkey", ReauthenticateAsync)
            .WithSummary("Show by a passkey who you are, which sensitive changes ask for.")
            .WithDescription("401 reauthentication.failed; " + States + "Good for 10 minutes of this session.")
            .ProducesProblem(400);
    }

    private static async Task<Results<Ok<PasskeyOptionsAnswer>, ProblemHttpResult>> MakeOptionsAsync(
        CurrentUser me, AddingPasskeys adding, CancellationToken cancellationToken) =>
        (await adding.MakeOptionsAsync(me, cancellationToken)).ToOk();

    private static async Task<Results<Created<PasskeyDescription>, ProblemHttpResult>> AddAsync(
        AddPasskey body, CurrentUser me, AddingPasskeys adding, CancellationToken cancellationToken)
    {
        var added = await adding.AddAsync(me, body, cancellationToken);
        return added.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Created($"/api/identity/passkeys/{added.Value.Id}", added.Value);
    }

    private static async Task<Results<Ok<PasskeyDescription>, ProblemHttpResult>> RenameAsync(
        Guid id, RenamePasskey body, CurrentUser me, ManagingPasskeys managing, CancellationToken cancellationToken) =>
        (await managing.RenameAsync(me, id, body, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, CurrentUser me, ManagingPasskeys managing, CancellationToken cancellationToken) =>
        await managing.RemoveAsync(me, id, cancellationToken) is { } problem ? problem.ToResult() : TypedResults.NoContent();

    private static async Task<Results<Ok<IssuedSession>, ProblemHttpResult>> LogInAsync(
        LogInWithPasskey body, LoggingInWithPasskey loggingIn, HttpContext http, CancellationToken cancellationToken) =>
        (await loggingIn.LogInAsync(body, cancellationToken)).ToOk(body.RefreshTokenIn, http);

    private static async Task<Results<Ok<PasskeyOptionsAnswer>, ProblemHttpResult>> MakeReauthenticationOptionsAsync(
        CurrentUser me, IdentityDbContext db, PasskeyCheck check, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == me.Id, cancellationToken) is { } user
            ? TypedResults.Ok(await check.MakeOptionsAsync(PasskeyStates.Reauthenticating, me.SessionId, user))
            : Problem.NotFound("user.not_found", "This account is gone.").ToResult();

    private static async Task<Results<NoContent, ProblemHttpResult>> ReauthenticateAsync(
        ReauthenticateWithPasskey body, CurrentUser me, LoggingInWithPasskey again, CancellationToken cancellationToken) =>
        await again.ReauthenticateAsync(me, body, cancellationToken) is { } problem ? problem.ToResult() : TypedResults.NoContent();
}

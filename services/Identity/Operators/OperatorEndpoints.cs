using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Operators;

internal static class OperatorEndpoints
{
    public static void AddOperators(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<FirstAdminOptions>().BindConfiguration("Identity:FirstAdmin")
            .Validate(options => options.IsUsable, "Identity:FirstAdmin: an e-mail address and a password are given together or not at all.")
            .ValidateOnStart();
        builder.Services.AddHostedService<FirstAdmin>();
        builder.Services.AddScoped<Suspension>();
        builder.Services.AddScoped<Suspending>();
        builder.Services.AddScoped<ChangingRoles>();
        builder.Services.AddScoped<ListingAccounts>();
    }

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/admin/users").WithTags("Operators").AddEndpointFilter(NoStore.FilterAsync)
            .RequireRole(Role.Moderator).ProducesProblem(401).ProducesProblem(404);

        accounts.MapGet("", ListAsync)
            .WithSummary("Accounts in the order of user names.")
            .WithDescription(
                "query: the beginning of a user name or, with an @ in it, of an e-mail address. status: active, suspended or deleting. "
                + "role: user, moderator or admin. For moderators and admins, as all of these; 404 for everyone else.")
            .ProducesProblem(400);

        accounts.MapGet("/{id:guid}", GetAsync).WithSummary("An account.");

        accounts.MapPost("/{id:guid}/suspend", SuspendAsync)
            .WithSummary("Shut a person out, until a time or until an operator lets them in again.")
            .WithDescription(
                "Their sessions end at once, and log-in and refresh answer 403 account.suspended with the reason. Again, it replaces "
                + "reason and end. 403 operator.role_too_low unless the person's role is below the own; 404 user.not_found.")
            .ProducesProblem(400).ProducesProblem(403);

        accounts.MapPost("/{id:guid}/unsuspend", UnsuspendAsync)
            .WithSummary("Let a person in again.")
            .WithDescription("204, also when none runs. 403 operator.role_too_low; 404 user.not_found.")
            .ProducesProblem(403);

        accounts.MapPost("/{id:guid}/sessions/end", EndSessionsAsync)
            .WithSummary("Log a person out everywhere.")
            .WithDescription("403 operator.role_too_low; 404 user.not_found.")
            .ProducesProblem(403);

        accounts.MapPut("/{id:guid}/role", ChangeRoleAsync).RequireRole(Role.Admin)
            .WithSummary("Give a person a role.")
            .WithDescription(
                "For admins. A lower role ends the person's sessions; a higher one comes with their next refresh. 404 "
                + "user.not_found; 409 operator.last_admin.")
            .ProducesProblem(400).ProducesProblem(409);
    }

    private static async Task<Results<Ok<Page<ManagedAccount>>, ProblemHttpResult>> ListAsync(
        string? query, string? status, string? role, PageRequest page, ListingAccounts listing, CancellationToken cancellationToken) =>
        (await listing.ListAsync(new AccountFilter(query, status, role), page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<ManagedAccount>, ProblemHttpResult>> GetAsync(
        Guid id, ListingAccounts listing, CancellationToken cancellationToken) =>
        (await listing.GetAsync(id, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> SuspendAsync(
        Guid id, SuspendAccount body, CurrentUser me, Suspending suspending, CancellationToken cancellationToken) =>
        Answer(await suspending.SuspendAsync(me, id, body, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> UnsuspendAsync(
        Guid id, CurrentUser me, Suspending suspending, CancellationToken cancellationToken) =>
        Answer(await suspending.UnsuspendAsync(me, id, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionsAsync(
        Guid id, CurrentUser me, Suspending suspending, CancellationToken cancellationToken) =>
        Answer(await suspending.EndSessionsAsync(me, id, cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeRoleAsync(
        Guid id, ChangeRole body, CurrentUser me, ChangingRoles changing, CancellationToken cancellationToken) =>
        Answer(await changing.ChangeAsync(me, id, body, cancellationToken));

    private static Results<NoContent, ProblemHttpResult> Answer(Problem? problem) =>
        problem is null ? TypedResults.NoContent() : problem.ToResult();
}

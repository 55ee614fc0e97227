using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;

namespace OneVOne.Identity.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me/audit", OwnAsync).WithTags("Accounts").AddEndpointFilter(NoStore.FilterAsync)
            .WithSummary("What happened to the own account, newest first.")
            .WithDescription("Log-ins, refused ones (counted together), changes of how to log in, what operators did.")
            .ProducesProblem(400).ProducesProblem(401);

        routes.MapGet("/admin/audit", AllAsync).WithTags("Operators").AddEndpointFilter(NoStore.FilterAsync).RequireRole(Role.Admin)
            .WithSummary("What happened to all accounts, newest first; of one person or type when asked for.")
            .WithDescription("For admins; 404 for everyone else.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<OwnAuditEvent>>, ProblemHttpResult>> OwnAsync(
        PageRequest page, CurrentUser me, AuditPages pages, CancellationToken cancellationToken) =>
        (await pages.OfAsync(me, page, cancellationToken)).ToOk();

    private static async Task<Results<Ok<Page<AnyAuditEvent>>, ProblemHttpResult>> AllAsync(
        Guid? userId, string? type, PageRequest page, AuditPages pages, CancellationToken cancellationToken) =>
        (await pages.AllAsync(userId, type, page, cancellationToken)).ToOk();
}

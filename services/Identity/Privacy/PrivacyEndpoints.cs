using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Identity.Privacy;

internal static class PrivacyEndpoints
{
    public static void AddPrivacy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PrivacyOptions>().BindConfiguration("Identity:Privacy")
            .Validate(options => options.IsUsable, "Identity:Privacy: the times must be positive.")
            .ValidateOnStart();
        builder.AddPersonalData<IdentityData>("identity");
        builder.Services.AddScoped<DataExports>();
        builder.Services.AddScoped<DownloadExport>();
        builder.Services.AddScoped<AccountDeletion>();
        builder.Services.AddScoped<DeletingAccounts>();
        builder.Services.AddHostedService<PrivacyWork>();
    }

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/me").WithTags("Privacy").AddEndpointFilter(NoStore.FilterAsync).ProducesProblem(401);

        own.MapPost("/export", RequestAsync)
            .WithSummary("Ask for all that the system keeps of you.")
            .WithDescription(
                "The services gather it; a notification and a mail tell when it is whole. 409 export.running; 429 export.too_soon "
                + "with Retry-After, one a day.")
            .ProducesProblem(409).ProducesProblem(429);
        own.MapGet("/export", FindAsync)
            .WithSummary("Where the last export stands, and which services have yet to tell.")
            .WithDescription("404 export.not_found.")
            .ProducesProblem(404);
        own.MapGet("/export/download", DownloadAsync)
            .WithSummary("The export as a ZIP: one folder for each service.")
            .WithDescription("404 export.not_found, also while it is not whole and after it has expired.")
            .Produces(200, contentType: "application/zip").ProducesProblem(404);

        own.MapDelete("", PlanAsync).RequireReauthentication()
            .WithSummary("Delete the own account, after a grace in which it can be taken back.")
            .WithDescription("Ends all sessions at once, this one too. 403 reauthentication.required; 409 operator.last_admin.")
            .Produces<PlannedDeletion>(202).ProducesProblem(403).ProducesProblem(409);
        own.MapPost("/restore", RestoreAsync)
            .WithSummary("Take the deletion of the own account back.")
            .WithDescription("204, also when there was none.");

        routes.MapGet("/admin/deletions", ListDeletions.ListAsync).WithTags("Operators").RequireRole(Role.Admin)
            .WithSummary("Deleted accounts, newest first, and which services have confirmed.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
    }

    private static async Task<Results<Accepted<DataExport>, ProblemHttpResult>> RequestAsync(
        CurrentUser me, DataExports exports, CancellationToken cancellationToken)
    {
        var outcome = await exports.RequestAsync(me.Id, cancellationToken);
        return outcome.Problem is { } problem
            ? problem.ToResult()
            : TypedResults.Accepted("/api/identity/me/export", outcome.Value);
    }

    private static async Task<Results<Ok<DataExport>, ProblemHttpResult>> FindAsync(
        CurrentUser me, DataExports exports, CancellationToken cancellationToken) =>
        (await exports.FindAsync(me.Id, cancellationToken)).ToOk();

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> DownloadAsync(
        CurrentUser me,
        DataExports exports,
        DownloadExport download,
        AuditLog audit,
        IdentityDbContext db,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var found = await exports.FindAsync(me.Id, cancellationToken);
        if (found.Problem is not null || found.Value.Status != DataExportStatus.Ready)
        {
            return DataExports.NotFound.ToResult();
        }

        audit.Record(AuditTypes.ExportDownloaded, me.Id);
        await db.SaveChangesAsync(cancellationToken);
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=onevone-{found.Value.RequestedAt:yyyy-MM-dd}.zip";
        await download.WriteAsync(found.Value.Id, me.Id, response, cancellationToken);
        return TypedResults.Empty;
    }

    private static async Task<Results<Accepted<PlannedDeletion>, ProblemHttpResult>> PlanAsync(
        CurrentUser me, AccountDeletion deletion, CancellationToken cancellationToken)
    {
        var outcome = await deletion.PlanAsync(me.Id, cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.Accepted("/api/identity/me", outcome.Value);
    }

    private static async Task<NoContent> RestoreAsync(
        CurrentUser me, AccountDeletion deletion, CancellationToken cancellationToken)
    {
        await deletion.TakeBackAsync(me.Id, cancellationToken);
        return TypedResults.NoContent();
    }
}

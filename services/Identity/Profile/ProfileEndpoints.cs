using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Profile;

internal static class ProfileEndpoints
{
    public static void AddProfiles(this IHostApplicationBuilder builder) => builder.Services.AddScoped<ProfileChanging>();

    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var profile = routes.MapGroup("/me").WithTags("Profile").AddEndpointFilter(NoStore.FilterAsync).ProducesProblem(401);

        profile.MapGet("", GetAsync)
            .WithSummary("The own account.")
            .WithDescription("With an ETag of the profile's version, for If-Match.");

        profile.MapPatch("", ChangeAsync)
            .WithSummary("Change display name or bio.")
            .WithDescription(
                "What is absent or null stays. With If-Match only the profile that was read is changed: 412 "
                + "profile.changed_meanwhile. 400 request.invalid with errors of each field.")
            .ProducesProblem(400).ProducesProblem(412);
    }

    private static async Task<Results<Ok<OwnProfile>, ProblemHttpResult>> GetAsync(
        CurrentUser me, IdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == me.Id, cancellationToken);
        return user is null ? ProfileChanging.Gone.ToResult() : Answer(user, response);
    }

    private static async Task<Results<Ok<OwnProfile>, ProblemHttpResult>> ChangeAsync(
        ChangeProfile body, CurrentUser me, ProfileChanging changing, HttpContext http, CancellationToken cancellationToken)
    {
        var outcome = await changing.ChangeAsync(
            me.Id, body, http.Request.GetTypedHeaders().IfMatch, cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : Answer(outcome.Value, http.Response);
    }

    private static Ok<OwnProfile> Answer(User user, HttpResponse response)
    {
        response.GetTypedHeaders().ETag = ProfileChanging.TagOf(user);
        return TypedResults.Ok(OwnProfile.Of(user));
    }
}

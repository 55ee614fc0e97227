using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>Endpoints for moderators and admins.</summary>
public static class RoleExtensions
{
    /// <summary>
    /// Lets through whoever has this role or a higher one; everyone else gets 404, as they need not know that the endpoint
    /// is there.
    /// </summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoints, Role least)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
            CurrentUser.From(context.HttpContext.User).Role >= least
                ? await next(context)
                : ProblemTitles.ForBareStatus(StatusCodes.Status404NotFound).ToResult());
}

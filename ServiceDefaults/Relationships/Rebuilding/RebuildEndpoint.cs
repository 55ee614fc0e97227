using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneVOne.ServiceDefaults.Asking;

namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

public static class RebuildEndpoint
{
    /// <summary>
    /// <c>POST /internal/projections/rebuild</c>, for operators who have the services' common key; <c>./onevone rebuild</c>
    /// calls it. Needs <c>AddRelationships</c>.
    /// </summary>
    /// <param name="service">The service's name, for the answer.</param>
    public static IEndpointRouteBuilder MapProjections(this IEndpointRouteBuilder routes, string service)
    {
        routes.MapPost("/internal/projections/rebuild", async (RebuildProjections rebuild, HttpContext context) =>
                (await rebuild.ExecuteAsync(service, context.RequestAborted)).ToOk())
            .RequireServiceKey()
            .ExcludeFromDescription();
        return routes;
    }
}

using OneVOne.Gateway.Proxying;

namespace OneVOne.Gateway.Docs;

/// <summary>The API explorer at <c>/docs</c>: the OpenAPI documents of all services, through the gateway.</summary>
internal static class ApiDocs
{
    public static void UseApiDocs(this WebApplication app) => app.UseSwaggerUI(ui =>
    {
        ui.RoutePrefix = "docs";
        ui.DocumentTitle = "OneVOne API";
        foreach (var service in GatewayRoutes.Services)
        {
            ui.SwaggerEndpoint($"/openapi/{service}.json", service);
        }

        ui.EnableDeepLinking();
        ui.DisplayRequestDuration();
    });
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>Every failure of every service leaves as a problem: thrown, refused by the framework, or a bare status.</summary>
public static class ProblemExtensions
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context =>
            ProblemWriter.WriteAsync(context.HttpContext, ProblemTitles.ForBareStatus(context.HttpContext.Response.StatusCode)));
        return app;
    }
}

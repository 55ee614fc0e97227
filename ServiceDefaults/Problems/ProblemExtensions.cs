using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>Every failure of every service leaves as a problem: thrown, refused by the framework, or a bare status.</summary>
public static class ProblemExtensions
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            // The framework's writer puts the whole traceparent there; a trace is found by its id.
            if (Activity.Current is { } activity)
            {
                context.ProblemDetails.Extensions["traceId"] = activity.TraceId.ToString();
            }

            // A handler returns Problem.ToResult(), which has a body but cannot set a header.
            if (context.ProblemDetails.Extensions.TryGetValue(Problem.RetryAfterExtension, out var wait) && wait is long milliseconds)
            {
                ProblemWriter.WriteRetryAfter(context.HttpContext.Response, TimeSpan.FromMilliseconds(milliseconds));
            }
        });
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

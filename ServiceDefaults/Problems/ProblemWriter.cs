using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>Writes a problem as an HTTP answer, with the headers that belong to it.</summary>
public static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
        {
            WriteRetryAfter(context.Response, wait);
        }

        return problem.ToResult().ExecuteAsync(context);
    }

    internal static void WriteRetryAfter(HttpResponse response, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
    }
}

using OneVOne.ServiceDefaults.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace OneVOne.Gateway.Proxying;

/// <summary>Answers with a problem when no service did. Problems of the services pass as they are.</summary>
internal sealed partial class ProxyProblems(RequestDelegate next, ILogger<ProxyProblems> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is { } failure
            && !context.Response.HasStarted
            && !context.RequestAborted.IsCancellationRequested)
        {
            var problem = Of(failure, context.Response.StatusCode);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                var cluster = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
                var (request, reason) = (context.Request, failure.Exception?.Message);
                Log.NotAnswered(logger, request.Method, request.Path, cluster, failure.Error, reason);
            }

            context.Response.Clear();
            await ProblemWriter.WriteAsync(context, problem);
        }
    }

    private static Problem Of(IForwarderErrorFeature failure, int status) => failure.Error switch
    {
        ForwarderError.RequestCreation => Problem.Malformed("The request cannot be passed on as it is."),
        // The client's body broke off or came too slowly; YARP tells which by the status.
        ForwarderError.RequestBodyClient => ProblemTitles.ForBareStatus(status),
        _ when failure.IsUnreachable() => Problem.Unavailable("The service is not there at the moment; try again."),
        ForwarderError.RequestTimedOut =>
            ProblemTitles.ForBareStatus(StatusCodes.Status504GatewayTimeout) with { RetryAfter = RetryAfter },
        _ => Problem.Unavailable("The service is not there at the moment; try again."),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Method} {Path}: no replica of {Cluster} answered ({Error}: {Reason})")]
        public static partial void NotAnswered(
            ILogger logger, string method, PathString path, string cluster, ForwarderError error, string? reason);
    }
}

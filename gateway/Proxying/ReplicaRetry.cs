using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace OneVOne.Gateway.Proxying;

/// <summary>
/// Gives a request that reached no replica to the next one, so that a killed replica costs clients nothing but what it
/// was working on. Replicas that look ill come last, but before giving up: one may have just come back.
/// </summary>
internal sealed partial class ReplicaRetry(RequestDelegate next, ILogger<ReplicaRetry> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var healthy = proxy.AvailableDestinations;
        HashSet<DestinationState>? tried = null;
        while (true)
        {
            await next(context);
            if (context.Features.Get<IForwarderErrorFeature>() is not { } failure
                || proxy.ProxiedDestination is not { } destination
                || context.Response.HasStarted
                || context.RequestAborted.IsCancellationRequested
                || !failure.CanRepeat(context.Request))
            {
                return;
            }

            tried ??= [];
            tried.Add(destination);
            var untried = Without(tried, healthy) is [_, ..] some ? some : Without(tried, proxy.AllDestinations);
            if (untried.Length == 0)
            {
                return;
            }

            var request = context.Request;
            Log.Repeating(logger, request.Method, request.Path, destination.DestinationId, failure.Error);
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.ProxiedDestination = null;
            proxy.AvailableDestinations = untried;
        }
    }

    private static DestinationState[] Without(
        HashSet<DestinationState> tried, IReadOnlyList<DestinationState> destinations) =>
        [.. destinations.Where(destination => !tried.Contains(destination))];

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning, "{Method} {Path}: {Destination} did not answer ({Error}), trying another replica")]
        public static partial void Repeating(
            ILogger logger, string method, PathString path, string destination, ForwarderError error);
    }
}

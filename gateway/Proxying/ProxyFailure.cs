using Yarp.ReverseProxy.Forwarder;

namespace OneVOne.Gateway.Proxying;

/// <summary>What is known of a request that a replica did not answer.</summary>
internal static class ProxyFailure
{
    /// <summary>
    /// The connection could not be made, so the replica has seen nothing of the request, whatever its method. A connect
    /// timeout is told as a cancellation with this inner exception; no other timeout here is.
    /// </summary>
    public static bool IsUnreachable(this IForwarderErrorFeature failure) => failure.Exception is
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>
    /// Another replica may get the request: this one has not seen it, or broke off before answering one that changes
    /// nothing.
    /// </summary>
    public static bool CanRepeat(this IForwarderErrorFeature failure, HttpRequest request) =>
        failure.IsUnreachable()
        || (failure.Error == ForwarderError.Request
            && HttpMethods.IsGet(request.Method)
            && request.ContentLength is null or 0);
}

namespace OneVOne.Identity.Sessions;

/// <summary>Answers with tokens or personal data stay out of every cache (RFC 6749 §5.1).</summary>
internal static class NoStore
{
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}

using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Gateway.Proxying;

/// <summary>
/// Refuses too large bodies before a service sees any of them. Kestrel's own limit would cut the connection while the
/// client still sends, and most clients then report a broken connection rather than the answer; so the answer goes out
/// first, and the rest of the body is read and thrown away within bounds.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, IOptions<GatewayOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var limit = LimitOf(context);
        // Kestrel's own is that of all other routes.
        Allow(context, limit);
        if (context.Request.ContentLength > limit || await IsTooLargeAsync(context, limit))
        {
            Allow(context, limit + GatewayLimits.MaxDrainedBody);
            await ProblemWriter.WriteAsync(context, ProblemTitles.ForBareStatus(StatusCodes.Status413PayloadTooLarge));
            await context.Response.CompleteAsync();
            await DrainAsync(context);
            return;
        }

        await next(context);
    }

    private long LimitOf(HttpContext context) =>
        context.GetReverseProxyFeature().Route.Config.Metadata?.TryGetValue(GatewayRoutes.MaxBodySize, out var size) is true
            ? long.Parse(size, CultureInfo.InvariantCulture)
            : options.Value.MaxBodySize;

    /// <summary>A body of unknown length is taken in up to the limit, which is small, before it is passed on.</summary>
    private static async Task<bool> IsTooLargeAsync(HttpContext context, long limit)
    {
        // What follows an upgrade is no body: waiting for its end would wait for the end of the socket.
        if (context.Request.ContentLength is not null
            || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            return false;
        }

        Allow(context, limit + GatewayLimits.MaxDrainedBody);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return true;
            }

            if (read.IsCompleted)
            {
                context.Request.Body = new MemoryStream(read.Buffer.ToArray(), writable: false);
                reader.AdvanceTo(read.Buffer.End);
                return false;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void Allow(HttpContext context, long size)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = size;
        }
    }

    private static async Task DrainAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(GatewayLimits.DrainBodyTime);
        try
        {
            await context.Request.BodyReader.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Too much or too slow: Kestrel closes the connection.
        }
    }
}

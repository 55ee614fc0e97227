using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.RateLimits;

internal static class RateLimitExtensions
{
    /// <summary>How much a person may do.</summary>
    public static IHostApplicationBuilder AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration("Chat:RateLimits")
            .Validate(options => options.IsUsable, "Chat:RateLimits: PerSecond and Burst must be positive.")
            .ValidateOnStart();
        builder.Services.AddSingleton<TokenBuckets>();
        builder.Services.AddSingleton<PersonLimits>();
        builder.Services.AddSingleton<HubActLimits>();
        builder.Services.Configure<HubOptions>(options => options.AddFilter<HubActLimits>());
        return builder;
    }

    /// <summary>
    /// Limits every endpoint of the group that changes something, without a word at the endpoint: a new one cannot forget it.
    /// One that counts as something else says so by <see cref="CountsAs{TBuilder}"/>.
    /// </summary>
    public static RouteGroupBuilder LimitActs(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            if (CountedOf(http.GetEndpoint()!.Metadata, http.Request.Method) is not { } counted)
            {
                return await next(invocation);
            }

            var limits = http.RequestServices.GetRequiredService<PersonLimits>();
            var problem = await limits.TakeAsync(CurrentUser.From(http.User).Id, counted);
            return problem is null ? await next(invocation) : problem.ToResult();
        });
        ((IEndpointConventionBuilder)group).Finally(DescribeRefusal);
        return group;
    }

    /// <summary>Counts the endpoint as something else than an act.</summary>
    public static TBuilder CountsAs<TBuilder>(this TBuilder endpoint, Counted counted)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new CountedMetadata(counted));

    private static void DescribeRefusal(EndpointBuilder endpoint)
    {
        var metadata = new EndpointMetadataCollection(endpoint.Metadata);
        var isCounted = metadata.OfType<HttpMethodMetadata>().SelectMany(each => each.HttpMethods)
            .Any(method => CountedOf(metadata, method) is not (null or Counted.Elsewhere));
        if (isCounted && !metadata.OfType<IProducesResponseTypeMetadata>().Any(each => each.StatusCode == 429))
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(429, typeof(ProblemDetails), ["application/problem+json"]));
        }
    }

    private static Counted? CountedOf(EndpointMetadataCollection metadata, string method) =>
        metadata.GetMetadata<CountedMetadata>() is { } said ? said.Counted
        : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? null
        : Counted.Acts;

    private sealed record CountedMetadata(Counted Counted);
}

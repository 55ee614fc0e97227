using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace OneVOne.ServiceDefaults.Asking;

/// <summary>
/// What a deployment's services know and nobody else, for what they ask each other in no person's name: the owner's export,
/// a rebuild. Setting <c>Services:Key</c>, header <c>X-Service-Key</c>. Put such routes under <c>/internal</c>, which the
/// gateway does not pass on.
/// </summary>
public static class ServiceKey
{
    public const string Header = "X-Service-Key";

    internal const string SchemeName = "ServiceKey";

    private const string Setting = "Services:Key";

    /// <summary>
    /// Only who sends the key gets in; everybody else, also with an access token, is refused with 401
    /// <c>service.key_invalid</c> before anything of the request is read.
    /// </summary>
    public static TBuilder RequireServiceKey<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser());

    /// <summary>Sends the key along with a request to another service.</summary>
    /// <exception cref="InvalidOperationException">No key is configured.</exception>
    public static void AddServiceKey(this HttpRequestMessage request, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Add(Header, configuration.GetServiceKey()
            ?? throw new InvalidOperationException("The services' common key is not configured: set Services__Key."));
    }

    /// <summary>The key; null when none is configured, and then nobody gets in.</summary>
    internal static string? GetServiceKey(this IConfiguration configuration) =>
        configuration[Setting] is { Length: > 0 } key ? key : null;
}

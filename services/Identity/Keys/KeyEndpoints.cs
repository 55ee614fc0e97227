using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Keys;

internal static class KeyEndpoints
{
    public static void AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<KeyProtectionOptions>().BindConfiguration("Identity")
            .Validate(
                options => options.IsUsable,
                $"Identity__KeyProtectionSecret is missing or shorter than {IdentityLimits.MinKeyProtectionSecretLength} characters. "
                + "Set it to a random secret; it protects the keys that sign access tokens.")
            .ValidateOnStart();
        builder.Services.AddSingleton<KeyProtection>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<AccessTokenWriter>();
        // Identity checks tokens as every service does, by its own keys instead of a call to itself.
        builder.Services.AddSingleton<ISigningKeySource>(provider => provider.GetRequiredService<KeyRing>());
    }

    public static void MapPublishedKeys(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", GetKeys).AllowAnonymous()
            .WithTags("Keys")
            .WithSummary("The public keys of access tokens, as a JWK Set.");

    private static Ok<PublishedKeys> GetKeys(KeyRing keys, HttpContext context)
    {
        context.Response.Headers.CacheControl = string.Create(
            CultureInfo.InvariantCulture, $"public, max-age={IdentityLimits.PublishedKeysMaxAge.TotalSeconds}");
        return TypedResults.Ok(keys.Published);
    }
}

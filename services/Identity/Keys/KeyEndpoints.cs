using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Secrets;

namespace OneVOne.Identity.Keys;

/// <param name="AtOnce">The present keys are in wrong hands.</param>
public sealed record RotateKeys(bool AtOnce = false);

/// <param name="Kid">The key that signs next.</param>
/// <param name="ActivatesAt">From when on.</param>
public sealed record RotatedKey(string Kid, DateTimeOffset ActivatesAt);

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
        builder.Services.AddOptions<KeyRotationOptions>().BindConfiguration("Identity:Keys")
            .Validate(
                options => options.IsUsable,
                "Identity:Keys: PublishAhead must be at least "
                + $"{IdentityLimits.PublishedKeysMaxAge + IdentityLimits.ClockSkew}, and RotateEvery longer than it.")
            .ValidateOnStart();
        builder.Services.RequireSecretInProduction("Identity:KeyProtectionSecret");
        builder.Services.AddSingleton<KeyProtection>();
        builder.Services.AddSingleton<KeyStore>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        builder.Services.AddHostedService<KeyRotation>();
        builder.Services.AddSingleton<AccessTokenWriter>();
        // Identity checks tokens as every service does, by its own keys instead of a call to itself.
        builder.Services.AddSingleton<ISigningKeySource>(provider => provider.GetRequiredService<KeyRing>());
    }

    public static void MapPublishedKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", GetKeys).AllowAnonymous()
            .WithTags("Keys")
            .WithSummary("The public keys of access tokens, as a JWK Set.");

        // For operators, past the gateway; docs/operations.md says when.
        routes.MapPost("/internal/keys/rotate", RotateAsync).RequireServiceKey().ExcludeFromDescription();
    }

    private static async Task<Ok<RotatedKey>> RotateAsync(RotateKeys body, KeyRing keys, CancellationToken cancellationToken)
    {
        var next = await keys.RotateAsync(body.AtOnce, cancellationToken);
        return TypedResults.Ok(new RotatedKey(next.Key.Id, next.ActivatesAt));
    }

    private static Ok<PublishedKeys> GetKeys(KeyRing keys, HttpContext context)
    {
        context.Response.Headers.CacheControl = string.Create(
            CultureInfo.InvariantCulture, $"public, max-age={IdentityLimits.PublishedKeysMaxAge.TotalSeconds}");
        return TypedResults.Ok(keys.Published);
    }
}

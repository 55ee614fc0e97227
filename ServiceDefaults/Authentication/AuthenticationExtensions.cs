using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OneVOne.ServiceDefaults.Asking;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>Access tokens of Identity, checked offline.</summary>
public static class AuthenticationExtensions
{
    public static IHostApplicationBuilder AddAccessTokens(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessTokenOptions>().BindConfiguration("Authentication").ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<AccessTokenValidator>();
        services.AddSingleton<ISigningKeySource, HttpSigningKeySource>();
        services.AddSingleton<IEndedSessionSource, HttpEndedSessionSource>();
        services.AddHostedService<EndedSessionsFeed>();
        services.AddHttpClient(HttpSigningKeySource.HttpClientName, (provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IConfiguration>().GetServiceAddress("identity");
            client.Timeout = TimeSpan.FromSeconds(5);
        });

        services.AddAuthentication(AccessTokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokenHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, ServiceKeyHandler>(ServiceKey.SchemeName, null);
        // Who forgets to say otherwise has a closed endpoint, not an open one.
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return builder;
    }
}

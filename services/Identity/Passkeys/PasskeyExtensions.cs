using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;

namespace OneVOne.Identity.Passkeys;

internal static class PasskeyExtensions
{
    public static void AddPasskeys(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        // Only what the handler reads: no cookies and no sign-in manager (docs/decisions/passkeys-without-cookies.md).
        services.AddIdentityCore<User>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<PublicAddressOptions>>((passkeys, own) =>
        {
            var origin = own.Value.Origin;
            passkeys.ServerDomain = own.Value.Url.Host;
            passkeys.ValidateOrigin = context => new(!context.CrossOrigin && context.Origin == origin);
            // Found without a user name, and two factors in one: whoever holds the device must unlock it too.
            passkeys.ResidentKeyRequirement = "required";
            passkeys.UserVerificationRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.AuthenticatorTimeout = IdentityLimits.PasskeyStateLifetime;
        });
        services.AddSingleton<PasskeyStateProtection>();
        services.AddScoped<PasskeyStates>();
        services.AddScoped<PasskeyCheck>();
        services.AddScoped<AddingPasskeys>();
        services.AddScoped<ManagingPasskeys>();
        services.AddScoped<LoggingInWithPasskey>();
        services.AddHostedService<UsedChallengeCleaner>();
    }
}

using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Secrets;

namespace OneVOne.Identity.Email;

internal static class EmailExtensions
{
    public static void AddEmail(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PublicAddressOptions>().BindConfiguration("Identity")
            .Validate(options => options.IsUsable, "Identity:PublicUrl must be an http or https address.").ValidateOnStart();
        builder.Services.AddOptions<EmailOptions>().BindConfiguration("Identity:Email")
            .Validate(
                options => options.IsUsable,
                "Identity:Email: From must be an address, Smtp:Host or PickupFolder be set, and Smtp:User only with Smtp:Tls.")
            .ValidateOnStart();
        builder.Services.RequireInProduction(configuration =>
            configuration["Identity:PublicUrl"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true ? null
                : "Identity__PublicUrl is not an https address: the links in mail lead there.");
        builder.Services.RequireInProduction(configuration =>
            configuration["Identity:Email:Smtp:Host"] is { Length: > 0 } || configuration["Identity:Email:PickupFolder"] is { Length: > 0 } ? null
                : "Identity__Email__Smtp__Host is missing: nobody would get mail. If another program sends it, set Identity__Email__PickupFolder.");
        builder.Services.AddSingleton<Letters>();
        builder.Services.AddSingleton<SmtpEmailSender>();
        builder.Services.AddSingleton<PickupFolderSender>();
        builder.Services.AddSingleton<IEmailSender>(provider =>
            provider.GetRequiredService<IOptions<EmailOptions>>().Value.Smtp.Host.Length > 0
                ? provider.GetRequiredService<SmtpEmailSender>()
                : provider.GetRequiredService<PickupFolderSender>());
        builder.Services.AddScoped<AccountTokens>();
        builder.Services.AddScoped<EmailConfirming>();
        builder.Services.AddScoped<EmailAsking>();
        builder.Services.AddScoped<EmailUndoing>();
        builder.Services.AddHostedService<EmailDispatcher>();
        builder.Services.AddHostedService<EmailCleaner>();
    }
}

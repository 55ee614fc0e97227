namespace OneVOne.Identity.Passwords;

internal static class PasswordExtensions
{
    public static void AddPasswords(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PasswordHashingOptions>().BindConfiguration("Identity:Passwords")
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PasswordRulesOptions>().BindConfiguration("Identity:Passwords")
            .Validate(options => options.IsUsable, "Identity:Passwords:BlockList: there is no such file.").ValidateOnStart();
        builder.Services.AddSingleton<PasswordHashing>();
        builder.Services.AddSingleton<PasswordRules>();
        builder.Services.AddSingleton<ForgottenPasswords>();
        builder.Services.AddScoped<PasswordResetting>();
        builder.Services.AddScoped<PasswordChanging>();
    }
}

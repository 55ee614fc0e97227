namespace OneVOne.Identity.Passwords;

internal static class PasswordExtensions
{
    public static void AddPasswords(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PasswordHashingOptions>().BindConfiguration("Identity:Passwords")
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PasswordHashing>();
    }
}

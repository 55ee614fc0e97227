namespace OneVOne.Identity.Accounts;

internal static class AccountExtensions
{
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccountRules>();
        builder.Services.AddScoped<AccountRegistration>();
        builder.Services.AddScoped<GuestAccounts>();
        builder.Services.AddScoped<GuestUpgrading>();
    }
}

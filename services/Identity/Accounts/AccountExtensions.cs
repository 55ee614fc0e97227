namespace OneVOne.Identity.Accounts;

internal static class AccountExtensions
{
    public static void AddAccounts(this IHostApplicationBuilder builder) =>
        builder.Services.AddScoped<AccountRegistration>();
}

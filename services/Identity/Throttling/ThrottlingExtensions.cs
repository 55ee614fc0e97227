using OneVOne.ServiceDefaults.Secrets;

namespace OneVOne.Identity.Throttling;

internal static class ThrottlingExtensions
{
    public static void AddThrottling(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ThrottlingOptions>().BindConfiguration("Identity:Throttling")
            .Validate(options => options.IsUsable, "Identity:Throttling: permits and times must be positive.")
            .ValidateOnStart();
        builder.Services.RequireInProduction(configuration => configuration.GetValue("Identity:Throttling:Enabled", true) ? null
            : "Identity__Throttling__Enabled is false: passwords could be guessed without end.");
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<Throttle>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Throttle>());
        builder.Services.AddScoped<Tries>();
    }
}

using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Sessions;

internal static class SessionExtensions
{
    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Identity:Sessions")
            .Validate(
                options => options.IsUsable,
                "Identity:Sessions: each time must be positive, the grace below the idle life, MaxPerUser at least 1.")
            .ValidateOnStart();
        builder.Services.AddSingleton<SessionIssuer>();
        builder.Services.AddScoped<SessionStart>();
        builder.Services.AddScoped<LoggingIn>();
        builder.Services.AddScoped<SessionRefreshing>();
        builder.Services.AddScoped<SessionEnding>();
        builder.Services.AddScoped<SessionList>();
        builder.Services.AddScoped<Reauthentication>();
        builder.Services.AddHostedService<SessionCleaner>();
        builder.Services.AddSingleton<EndedSessionList>();
        // Identity hears of ended sessions as every service does, by its own table instead of a call to itself.
        builder.Services.AddSingleton<IEndedSessionSource>(provider => provider.GetRequiredService<EndedSessionList>());
        builder.Services.AddHostedService<EndedSessionPublisher>();
    }
}

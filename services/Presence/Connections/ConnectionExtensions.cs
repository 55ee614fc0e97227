namespace OneVOne.Presence.Connections;

public static class ConnectionExtensions
{
    /// <summary>The connections of this replica and its lease in Redis.</summary>
    public static IHostApplicationBuilder AddConnections(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PresenceOptions>().BindConfiguration("Presence").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PresenceRegister>();
        services.AddSingleton<HeldPeople>();
        services.AddHostedService<LeaseKeeper>();
        return builder;
    }
}

namespace OneVOne.Presence.Watching;

public static class WatchingExtensions
{
    /// <summary>Hearing of people who are not friends.</summary>
    public static IHostApplicationBuilder AddWatching(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Watches>();
        builder.Services.AddSingleton<WatchPeople>();
        builder.Services.AddSingleton<WatchFeed>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<WatchFeed>());
        return builder;
    }
}

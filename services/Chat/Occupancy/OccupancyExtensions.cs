namespace OneVOne.Chat.Occupancy;

internal static class OccupancyExtensions
{
    /// <summary>How many people look at a conversation now.</summary>
    public static IHostApplicationBuilder AddOccupancy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OccupancyRegister>();
        builder.Services.AddSingleton<Viewing>();
        builder.Services.AddHostedService<OccupancyBeat>();
        return builder;
    }
}

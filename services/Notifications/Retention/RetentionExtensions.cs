namespace OneVOne.Notifications.Retention;

internal static class RetentionExtensions
{
    public static void AddRetention(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section)
            .Validate(
                options => options.MaxAge > TimeSpan.Zero && options.MaxPerUser > 0 && options.Interval > TimeSpan.Zero,
                "Retention: MaxAge, MaxPerUser and Interval are above zero.")
            .ValidateOnStart();
        builder.Services.AddHostedService<RetentionCleaner>();
    }
}
